public import LedgerCrypto

/// A transaction and its witnesses, whose signatures nobody has checked yet.
public struct SignedTransaction: Sendable, Equatable {
    public static let byteLimit = 196_608
    /// With the shortest action that there is, and one witness.
    static let leastByteCount = 33 + 8 + 8 + Action.leastByteCount + 1 + Witness.byteCount

    public let transaction: Transaction
    public let witnesses: Witnesses

    /// - Precondition: no key stands twice among the 1…64 witnesses.
    public init(_ transaction: Transaction, witnesses: [Witness]) {
        self.transaction = transaction
        self.witnesses = Witnesses(witnesses)
    }

    /// Signs with each of the keys.
    public init(_ transaction: Transaction, on chain: Digest, keys: [SecretKey]) throws {
        let id = transaction.id(on: chain)
        self.init(transaction, witnesses: try keys.map { Witness(key: $0.publicKey, signature: try $0.sign(id)) })
    }
}

extension SignedTransaction: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(transaction)
        encoder.write(witnesses)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        transaction = try Transaction(from: &decoder)
        witnesses = try Witnesses(from: &decoder)
    }

    /// Where a signed transaction stands in the bytes that it was decoded from: ids and leaves are hashed there, not copied.
    struct Extent: Sendable {
        let whole: Range<Int>
        /// Without the witnesses.
        let unsigned: Range<Int>

        init(of signed: borrowing SignedTransaction, _ start: Int, _ end: Int) {
            whole = start..<end
            unsigned = start..<end - signed.witnesses.byteCount
        }
    }

    /// A count, then as many signed transactions.
    static func decodeList(
        from decoder: inout CanonicalDecoder, _ limits: ClosedRange<Int>
    ) throws(DecodingFault) -> (transactions: [SignedTransaction], extents: [Extent]) {
        let count = try decoder.readCount(limits, elementBytes: leastByteCount, "transactions")
        var transactions: [SignedTransaction] = []
        var extents: [Extent] = []
        transactions.reserveCapacity(count)
        extents.reserveCapacity(count)
        for _ in 0..<count {
            let start = decoder.offset
            transactions.append(try SignedTransaction(from: &decoder))
            extents.append(Extent(of: transactions[transactions.count - 1], start, decoder.offset))
        }
        return (transactions, extents)
    }
}
