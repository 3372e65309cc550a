import LedgerCrypto

/// One credit of a reward, and who issued it: what the people who were paid look at, found without decoding the other thousand.
package struct RewardedCredit: Sendable {
    package let issuer: AccountID
    package let credit: Credit

    /// Nil where the transaction is no reward or has fewer credits.
    ///
    /// - Parameter bytes: the encoding of a signed transaction. What stands behind the credit is not looked at.
    package init?(_ index: UInt16, of bytes: [UInt8]) throws(DecodingFault) {
        var decoder = CanonicalDecoder(bytes)
        issuer = try AccountID(from: &decoder)
        _ = try decoder.readInteger() as UInt64
        _ = try Timestamp(from: &decoder)
        guard try Action.readKind(from: &decoder) is Reward.Type else { return nil }
        let count = try decoder.readCount(
            1...Reward.creditLimit, elementBytes: Credit.leastByteCount, "credits")
        guard index < count else { return nil }
        for _ in 0..<index { try Credit.pass(&decoder) }
        credit = try Credit(from: &decoder)
    }
}

extension Credit {
    /// Moves behind a credit, making neither texts nor hashes.
    fileprivate static func pass(_ decoder: inout CanonicalDecoder) throws(DecodingFault) {
        _ = try AccountID(from: &decoder)
        _ = try Amount(from: &decoder)
        // The third kind of reason names a category.
        if try decoder.readTag(of: 3, "a reason") == 2 { try decoder.passString(Category.byteLimits, "a text") }
        try decoder.passString(Reference.byteLimits, "a text")
        _ = try decoder.readOptional(Digest.self)
    }
}
