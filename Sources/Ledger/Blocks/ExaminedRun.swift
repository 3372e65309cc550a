import LedgerCrypto

/// What looking at some neighbouring transactions of a block came to, as far as no state is needed.
///
/// Whether their signatures were checked is told by the type that holds it: ``VerifiedRun`` or ``AssumedRun``.
struct ExaminedRun: Sendable {
    enum Signatures { case checked, assumed }

    /// The most transactions in a run. A power of two, so that the tree over the runs' roots is the tree over all transactions.
    static let limit = 128

    let block: Block
    let chain: Digest
    /// Which of the block's runs it is.
    let number: Int
    /// Which transactions of the block were looked at.
    let range: Range<Int>
    /// How many passed, from the first on, up to the first that did not.
    let count: Int
    /// Why the next one did not; nil where all passed.
    let rejection: Rejection?
    /// How many signatures were checked, the producer's included.
    let signatures: Int
    /// Whether the producer's signature holds. It is looked at with the first run; later ones have nothing against it.
    let isProducerSignatureValid: Bool
    /// The root over all in the range, which is a node of the block's tree.
    let root: Digest
    let hashes: [TransactionHashes]

    init(_ number: Int, of block: Block, on chain: Digest, _ kind: Signatures, keys: inout ParsedKeys) {
        (self.block, self.chain, self.number) = (block, chain, number)
        range = block.range(ofRun: number)
        hashes = TransactionHashes.all(of: block.extents[range], in: block.bytes, on: chain)
        let header = block.signedHeader
        isProducerSignatureValid =
            number > 0 || keys.isValid(header.signature, by: header.header.producer, for: block.hash)
        let found = Self.check(block.transactions, range, hashes, block.extents, kind, keys: &keys)
        (count, rejection) = (found.count, found.rejection)
        signatures = found.signatures + (number == 0 ? 1 : 0)
        root = MerkleHash.root(of: hashes.map(\.leaf))
    }

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
        _ extents: [SignedTransaction.Extent], _ kind: Signatures, keys: inout ParsedKeys
    ) -> (count: Int, rejection: Rejection?, signatures: Int) {
        var (count, rejection): (Int, Rejection?) = (0, nil)
        var list = SignatureList(reserving: kind == .assumed ? 0 : range.count)
        do throws(Rejection) {
            while count < range.count {
                let index = range.lowerBound + count
                try VerifiedTransaction.checkValues(transactions[index], extents[index])
                if kind == .checked { list.add(transactions[index].witnesses, of: index, hashes[count].id, &keys) }
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
}
