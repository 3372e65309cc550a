import LedgerCrypto

/// What the verification of some neighbouring transactions of a block came to.
public struct VerifiedRun: Sendable {
    /// Which transactions of the block were looked at.
    public let range: Range<Int>
    /// How many passed, from the first on, up to the first that did not.
    public let count: Int
    /// Why the next one did not; nil where all passed.
    public let rejection: Rejection?
    /// How many signatures of transactions were checked.
    public let signatures: Int
    /// The root over all in the range, which is a node of the block's tree.
    let root: Digest
    private let block: Block
    private let names: [TransactionName]

    init(
        of block: Block, _ range: Range<Int>, on chain: Digest, skippingSignatures: Bool, keys: inout ParsedKeys
    ) {
        let names = TransactionName.all(of: block.extents[range], in: block.bytes, on: chain)
        (self.block, self.range, self.names) = (block, range, names)
        (count, rejection, signatures) = Self.check(
            block.transactions, range, names, block.extents, skippingSignatures: skippingSignatures, keys: &keys)
        root = MerkleHash.root(of: names.map(\.leaf))
    }

    /// One of those that passed. Put together where it is asked for: a block of them would take as much memory again as the block.
    public subscript(_ offset: Int) -> VerifiedTransaction {
        precondition(offset < count, "a transaction that passed")
        let index = range.lowerBound + offset
        return VerifiedTransaction(passed: block.transactions[index], names[offset], block.extents[index])
    }

    /// Applies those that passed, in order, up to the first fault.
    func apply(to state: inout LedgerState) throws(BlockFault) {
        try apply(block.transactions, to: &state)
        if let rejection { throw .transaction(index: range.lowerBound + count, rejection) }
    }

    // Each transaction is lent where it lies. That takes three things, without any of which the compiler copies it first, which showed in
    // replays: the array is a parameter, what takes an element of it borrows it, and is not inlined.

    private func apply(_ transactions: [SignedTransaction], to state: inout LedgerState) throws(BlockFault) {
        state.prefetch(transactions, range)
        for offset in 0..<count {
            let index = range.lowerBound + offset
            do throws(Rejection) { try state.apply(transactions[index], id: names[offset].id) } catch {
                throw .transaction(index: index, error)
            }
        }
    }

    /// How many pass, from the first on, and why the next one does not.
    ///
    /// First all values, then all signatures: a check of a signature takes so long that what it doesn't need leaves the cache.
    @inline(never)
    private static func check(
        _ transactions: [SignedTransaction], _ range: Range<Int>, _ names: [TransactionName],
        _ extents: [SignedTransaction.Extent], skippingSignatures: Bool, keys: inout ParsedKeys
    ) -> (count: Int, rejection: Rejection?, signatures: Int) {
        var (count, rejection): (Int, Rejection?) = (0, nil)
        var list = SignatureList(reserving: skippingSignatures ? 0 : range.count)
        do throws(Rejection) {
            while count < range.count {
                let index = range.lowerBound + count
                try VerifiedTransaction.checkValues(transactions[index], extents[index])
                if !skippingSignatures { list.add(transactions[index].witnesses, names[count].id, &keys) }
                count += 1
            }
        } catch { rejection = error }
        guard var witness = list.firstInvalid() else { return (count, rejection, list.count) }
        var offset = 0
        while witness >= transactions[range.lowerBound + offset].witnesses.count {
            witness -= transactions[range.lowerBound + offset].witnesses.count
            offset += 1
        }
        let key = transactions[range.lowerBound + offset].witnesses[witness].key
        return (offset, .badSignature(witness: witness, key: key), list.count)
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
