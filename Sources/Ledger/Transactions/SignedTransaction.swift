public import LedgerCrypto

/// A transaction and its witnesses, whose signatures nobody has checked yet.
public struct SignedTransaction: Sendable, Equatable {
    public static let byteLimit = 196_608
    public static let witnessLimit = 64
    /// A burn with one witness.
    static let leastByteCount = 33 + 8 + 8 + 1 + 16 + 1 + Witness.byteCount

    public let transaction: Transaction
    /// 1…64, strictly ascending by key.
    public let witnesses: [Witness]

    /// - Precondition: no key stands twice among the 1…64 witnesses.
    public init(_ transaction: Transaction, witnesses: [Witness]) {
        self.transaction = transaction
        self.witnesses = witnesses.sorted { $0.key < $1.key }
        precondition((1...Self.witnessLimit).contains(witnesses.count), "a transaction has 1…64 witnesses")
        precondition(Set(witnesses.map(\.key)).count == witnesses.count, "a key witnesses a transaction once")
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
        self = try Self.decodeWithExtent(from: &decoder).signed
    }

    /// Where a signed transaction stands in the bytes that it was decoded from: ids and leaves are hashed there, not copied.
    struct Extent: Sendable {
        let start: Int
        let transactionEnd: Int
        let end: Int

        var whole: Range<Int> { start..<end }
        /// Without the witnesses.
        var unsigned: Range<Int> { start..<transactionEnd }
    }

    static func decodeWithExtent(
        from decoder: inout CanonicalDecoder
    ) throws(DecodingFault) -> (signed: SignedTransaction, extent: Extent) {
        let start = decoder.offset
        let transaction = try Transaction(from: &decoder)
        let transactionEnd = decoder.offset
        let witnesses = try decoder.readSet(
            Witness.self, 1...witnessLimit, elementBytes: Witness.byteCount, "witnesses", by: \.key)
        let extent = Extent(start: start, transactionEnd: transactionEnd, end: decoder.offset)
        return (SignedTransaction(transaction, ascending: witnesses), extent)
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
            let (signed, extent) = try decodeWithExtent(from: &decoder)
            transactions.append(signed)
            extents.append(extent)
        }
        return (transactions, extents)
    }

    private init(_ transaction: Transaction, ascending witnesses: [Witness]) {
        self.transaction = transaction
        self.witnesses = witnesses
    }
}
