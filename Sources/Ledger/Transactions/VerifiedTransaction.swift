public import LedgerCrypto

/// A transaction that passed every rule that needs no state: it is canonical, its values are sound, its signatures are valid.
///
/// Only verification makes one, so a rule that takes it can't be reached by a transaction whose signatures nobody checked.
public struct VerifiedTransaction: Sendable {
    public let signed: SignedTransaction
    public let id: Digest
    /// The leaf of the block's transactions root.
    let leaf: Digest
    public let byteCount: Int

    public var transaction: Transaction { signed.transaction }

    /// Decodes and verifies a transaction that arrived by itself.
    ///
    /// - Throws: rejections 1…7, in that order.
    public init(decoding bytes: [UInt8], on chain: Digest) throws(Rejection) {
        guard bytes.count <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: bytes.count) }
        var decoder = CanonicalDecoder(bytes)
        let decoded: (signed: SignedTransaction, extent: SignedTransaction.Extent)
        do {
            decoded = try SignedTransaction.decodeWithExtent(from: &decoder)
            try decoder.finish()
        } catch { throw Rejection(error) }
        var keys = ParsedKeys()
        let name = TransactionName(of: decoded.extent, in: bytes, on: chain)
        try self.init(decoded.signed, name, decoded.extent, keys: &keys)
    }

    /// Verifies a decoded transaction that stood at `extent`.
    init(
        _ signed: consuming SignedTransaction, _ name: TransactionName, _ extent: SignedTransaction.Extent,
        keys: inout ParsedKeys
    ) throws(Rejection) {
        self.init(unchecked: signed, name, extent)
        try Self.check(self.signed, name, extent, skippingSignatures: false, keys: &keys)
    }

    /// A transaction that ``check(_:_:_:skippingSignatures:keys:)`` has let pass.
    fileprivate init(
        unchecked signed: consuming SignedTransaction, _ name: TransactionName, _ extent: SignedTransaction.Extent
    ) {
        self.signed = signed
        (id, leaf) = (name.id, name.leaf)
        byteCount = extent.end - extent.start
    }

    /// Rejections 1 and 4…7, in that order.
    fileprivate static func check(
        _ signed: SignedTransaction, _ name: TransactionName, _ extent: SignedTransaction.Extent,
        skippingSignatures: Bool, keys: inout ParsedKeys
    ) throws(Rejection) {
        let byteCount = extent.end - extent.start
        guard byteCount <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: byteCount) }
        try signed.transaction.action.body.validate(sender: signed.transaction.sender)
        guard !skippingSignatures else { return }
        let witnesses = signed.witnesses.span
        for index in witnesses.indices
        where !keys.isValid(witnesses[index].signature, by: witnesses[index].key, for: name.id) {
            throw .badSignature(witness: index, key: witnesses[index].key)
        }
    }
}

/// What the verification of some neighbouring transactions of a block came to.
public struct VerifiedRun: Sendable {
    /// Which transactions of the block were looked at.
    public let range: Range<Int>
    /// How many passed, from the first on, up to the first that did not.
    public let count: Int
    /// Why the next one did not; nil where all passed.
    public let rejection: Rejection?
    /// The root over all in the range, which is a node of the block's tree.
    let root: Digest
    private let block: Block
    private let names: [TransactionName]

    init(
        of block: Block, _ range: Range<Int>, on chain: Digest, skippingSignatures: Bool, keys: inout ParsedKeys
    ) {
        let names = TransactionName.all(of: block.extents[range], in: block.bytes, on: chain)
        let transactions = block.transactions
        let span = transactions.span
        var rejection: Rejection?
        var count = 0
        do throws(Rejection) {
            while count < range.count {
                let index = range.lowerBound + count
                try VerifiedTransaction.check(
                    span[index], names[count], block.extents[index],
                    skippingSignatures: skippingSignatures, keys: &keys)
                count += 1
            }
        } catch { rejection = error }
        (self.block, self.range, self.names) = (block, range, names)
        (self.count, self.rejection) = (count, rejection)
        root = MerkleHash.root(of: names.map(\.leaf))
    }

    /// One of those that passed. Put together where it is asked for: a block of them would take as much memory again as the block.
    public subscript(_ offset: Int) -> VerifiedTransaction {
        precondition(offset < count, "a transaction that passed")
        let index = range.lowerBound + offset
        return VerifiedTransaction(unchecked: block.transactions[index], names[offset], block.extents[index])
    }

    /// Whether they cover a block's transactions in order, in equal runs of a power of two, but for the last one, which may be shorter:
    /// so the tree over their roots is the tree over all transactions.
    static func areWhole(_ runs: [VerifiedRun], of block: Block) -> Bool {
        guard let length = runs.first?.range.count else { return false }
        guard runs.count == 1 || length.nonzeroBitCount == 1 else { return false }
        for (index, run) in runs.enumerated() {
            let end = index == runs.count - 1 ? block.transactions.count : (index + 1) * length
            guard index * length < end || runs.count == 1 else { return false }
            guard run.range == index * length..<end, run.range.count <= length else { return false }
            guard run.count == run.range.count || run.rejection != nil else { return false }
        }
        return true
    }
}
