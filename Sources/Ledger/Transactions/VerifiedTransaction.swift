public import LedgerCrypto

/// A transaction that passed every rule that needs no state: it is canonical, its values are sound, its signatures are valid.
///
/// Only verification makes one, so a rule that takes it can't be reached by a transaction whose signatures nobody checked, with one
/// exception: a ``VerifiedRun`` whose ``VerifiedRun/signaturesAreAssumed`` says that somebody chose to take the signatures of a block for
/// valid. A bare transaction has no such way, so whatever arrives by itself, as at a node, had its signatures checked.
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
        var keys = ParsedKeys()
        self = try ArrivedTransaction(decoding: bytes, on: chain).verified(keys: &keys)
    }

    /// Verifies a decoded transaction that stood at `extent`.
    init(
        _ signed: consuming SignedTransaction, _ hashes: TransactionHashes, _ extent: SignedTransaction.Extent,
        keys: inout ParsedKeys
    ) throws(Rejection) {
        try Self.checkValues(signed, extent)
        try self.init(checking: signed, hashes, extent, keys: &keys)
    }

    /// Checks the signatures of a transaction whose values are sound, up to the first that does not hold.
    init(
        checking signed: consuming SignedTransaction, _ hashes: TransactionHashes, _ extent: SignedTransaction.Extent,
        keys: inout ParsedKeys
    ) throws(Rejection) {
        self.init(unchecked: signed, hashes, extent)
        for index in 0..<self.signed.witnesses.count {
            let witness = self.signed.witnesses[index]
            guard keys.isValid(witness.signature, by: witness.key, for: id) else {
                throw .badSignature(witness: index, key: witness.key)
            }
        }
    }

    /// One of a run's that passed.
    init(_ run: VerifiedRun, _ offset: Int) {
        precondition(offset < run.count, "a transaction that passed")
        let index = run.range.lowerBound + offset
        self.init(unchecked: run.block.transactions[index], run.hashes[offset], run.block.extents[index])
    }

    private init(
        unchecked signed: consuming SignedTransaction, _ hashes: TransactionHashes, _ extent: SignedTransaction.Extent
    ) {
        self.signed = signed
        (id, leaf) = (hashes.id, hashes.leaf)
        byteCount = extent.whole.count
    }

    /// Rejections 1 and 4…6, in that order. Not inlined; ``VerifiedRun`` says why.
    @inline(never)
    static func checkValues(
        _ signed: borrowing SignedTransaction, _ extent: SignedTransaction.Extent
    ) throws(Rejection) {
        let byteCount = extent.whole.count
        guard byteCount <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: byteCount) }
        try signed.transaction.validate()
    }
}
