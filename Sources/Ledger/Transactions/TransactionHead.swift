/// What a signed transaction begins with: who sent it and which kind of action it is, found without decoding the rest, which may be 190 KB.
package struct TransactionHead: Sendable {
    package let sender: AccountID
    package let sequence: UInt64
    package let validUntil: Timestamp
    package let action: any ActionBody.Type

    /// - Parameter bytes: the encoding of a signed transaction. What stands behind the action's tag is not looked at.
    package init(of bytes: [UInt8]) throws(DecodingFault) {
        var decoder = CanonicalDecoder(bytes)
        try self.init(from: &decoder)
    }

    /// Leaves the decoder at the action's contents.
    init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        sender = try AccountID(from: &decoder)
        sequence = try decoder.readInteger()
        validUntil = try Timestamp(from: &decoder)
        action = try Action.readKind(from: &decoder)
    }
}
