import LedgerCrypto

/// What the verification of some neighbouring transactions of a block came to.
public struct VerifiedRun: Sendable {
    /// Which transactions of the block were looked at.
    public let range: Range<Int>
    /// How many passed, from the first on, up to the first that did not.
    public let count: Int
    /// Why the next one did not; nil where all passed.
    public let rejection: Rejection?
    /// Whether the signatures were taken for valid and none was looked at, as an auditor may choose for blocks up to a height.
    public let signaturesAreAssumed: Bool
    /// How many signatures of transactions were checked.
    public let signatures: Int
    /// The root over all in the range, which is a node of the block's tree.
    let root: Digest
    let block: Block
    let hashes: [TransactionHashes]

    init(
        of block: Block, _ range: Range<Int>, on chain: Digest, skippingSignatures: Bool, keys: inout ParsedKeys
    ) {
        let hashes = TransactionHashes.all(of: block.extents[range], in: block.bytes, on: chain)
        (self.block, self.range, self.hashes) = (block, range, hashes)
        signaturesAreAssumed = skippingSignatures
        (count, rejection, signatures) = Self.check(
            block.transactions, range, hashes, block.extents, skippingSignatures: skippingSignatures, keys: &keys)
        root = MerkleHash.root(of: hashes.map(\.leaf))
    }

    /// One of those that passed. Put together where it is asked for: a block of them would take as much memory again as the block.
    public subscript(_ offset: Int) -> VerifiedTransaction { VerifiedTransaction(self, offset) }

    /// How many pass, from the first on, and why the next one does not.
    ///
    /// First all values, then all signatures: a check of a signature takes so long that what it doesn't need leaves the cache.
    ///
    /// Transactions are lent where they lie, here and where a run is applied. That takes two things, without either of which
    /// the compiler copies each of them, which showed in replays: their array is a parameter, and what is lent one borrows it and is
    /// not inlined.
    @inline(never)
    private static func check(
        _ transactions: [SignedTransaction], _ range: Range<Int>, _ hashes: [TransactionHashes],
        _ extents: [SignedTransaction.Extent], skippingSignatures: Bool, keys: inout ParsedKeys
    ) -> (count: Int, rejection: Rejection?, signatures: Int) {
        var (count, rejection): (Int, Rejection?) = (0, nil)
        var list = SignatureList(reserving: skippingSignatures ? 0 : range.count)
        do throws(Rejection) {
            while count < range.count {
                let index = range.lowerBound + count
                try VerifiedTransaction.checkValues(transactions[index], extents[index])
                if !skippingSignatures { list.add(transactions[index].witnesses, of: index, hashes[count].id, &keys) }
                count += 1
            }
        } catch { rejection = error }
        guard let invalid = list.firstInvalid() else { return (count, rejection, list.count) }
        let (index, witness) = list.place(of: invalid)
        return (
            index - range.lowerBound,
            .badSignature(witness: witness, key: transactions[index].witnesses[witness].key), invalid + 1
        )
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
