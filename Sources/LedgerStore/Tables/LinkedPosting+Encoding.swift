package import Ledger

/// What a posting takes in a row: 12 to 20 bytes as a rule, where fields of fixed sizes would take 53. Each posting has one encoding.
///
/// 1. A byte: the kind, and above its three bits how many bytes the amount takes.
/// 2. The amount, in the fewest bytes.
/// 3. The accounts that the kind leaves open, the transaction and the credit, as compact numbers.
/// 4. For each of those accounts, how many postings back the one before it lies; 0 where there is none.
extension LinkedPosting {
    private static let kindBits = 3
    /// The most that one takes.
    package static let byteLimit = 1 + 16 + 2 * 5 + 10 + 3 + 2 * 10

    /// - Parameter number: its own, from which the links are counted back.
    package func encode(as number: UInt64, to encoder: inout CanonicalEncoder) {
        let amount = posting.amount.units
        let amountBytes = (UInt128.bitWidth - amount.leadingZeroBitCount + 7) / 8
        encoder.write(byte: UInt8(amountBytes) << Self.kindBits | posting.kind.rawValue)
        for index in 0..<amountBytes { encoder.write(byte: UInt8(truncatingIfNeeded: amount >> (8 * index))) }
        let (first, second) = posting.openAccounts
        encoder.write(compact: UInt64(first))
        if let second { encoder.write(compact: UInt64(second)) }
        encoder.write(compact: posting.transaction)
        encoder.write(compact: UInt64(posting.credit))
        encoder.write(compact: (posting.from.account == nil ? beforeTo : beforeFrom).map { number - $0 } ?? 0)
        if second != nil { encoder.write(compact: beforeTo.map { number - $0 } ?? 0) }
    }

    package init(as number: UInt64, from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let head = try decoder.readByte("a posting")
        guard let kind = Posting.Kind(rawValue: head & (1 << Self.kindBits - 1)), head >> Self.kindBits <= 16 else {
            throw decoder.fault(at: start, "a kind of posting and the bytes of its amount, got \(head)")
        }
        let amount = try decoder.readAmount(bytes: Int(head >> Self.kindBits))
        let first = try decoder.readCompact(UInt32.self)
        let second = kind.isBetweenBalances ? try decoder.readCompact(UInt32.self) : first
        let (from, to) = kind.places(first, second)
        posting = Posting(
            kind: kind, from: from, to: to, amount: amount, transaction: try decoder.readCompact(),
            credit: try decoder.readCompact())
        let before = try decoder.readLink(from: number)
        let beforeSecond = kind.isBetweenBalances ? try decoder.readLink(from: number) : before
        beforeFrom = from.account == nil ? nil : before
        beforeTo = to.account == nil ? nil : beforeSecond
    }
}

extension CanonicalDecoder {
    fileprivate mutating func readAmount(bytes count: Int) throws(DecodingFault) -> Amount {
        var units: UInt128 = 0
        for index in 0..<count {
            let byte = try readByte("an amount of \(count) bytes")
            guard byte != 0 || index < count - 1 else { throw fault(at: offset - 1, "an amount in the fewest bytes") }
            units |= UInt128(byte) << (8 * index)
        }
        return Amount(units)
    }

    /// Links are counted back, so that a damaged one can't lead in a circle.
    fileprivate mutating func readLink(from number: UInt64) throws(DecodingFault) -> UInt64? {
        let start = offset
        let back = try readCompact(UInt64.self)
        guard back <= number else { throw fault(at: start, "a link of at most \(number) back, got \(back)") }
        return back == 0 ? nil : number - back
    }
}

extension Posting.Kind {
    /// Whether it names two accounts; all others name one.
    fileprivate var isBetweenBalances: Bool { self == .transferred || self == .merged }

    /// Where the amount leaves and arrives. Only a kind between balances looks at `second`.
    fileprivate func places(_ first: UInt32, _ second: UInt32) -> (from: Posting.Place, to: Posting.Place) {
        switch self {
        case .issued: (.issuance, .pending(first))
        case .matured: (.pending(first), .balance(first))
        case .revoked: (.pending(first), .revoked)
        case .transferred, .merged: (.balance(first), .balance(second))
        case .burned: (.balance(first), .burned)
        }
    }
}

extension Posting {
    /// The accounts that its kind leaves open.
    fileprivate var openAccounts: (first: UInt32, second: UInt32?) {
        guard let first = from.account ?? to.account else { preconditionFailure("a posting names an account") }
        let second = kind.isBetweenBalances ? to.account : nil
        precondition(kind.places(first, second ?? first) == (from, to), "places as the kind says")
        return (first, second)
    }
}
