package import LedgerCrypto

/// The rules for a block, in order of precedence:
///
/// 1. version, 2. chain, 3. height, 4. parent, 5. history root, 6. time, 7. producer, 8. its signature, 9. count, 10. size, 11. transactions root, then
/// 12. each transaction in turn, and last 13. the state root.
extension LedgerState {
    /// Rules 1…10, which look at the header and the sizes only.
    public func check(_ block: Block) throws(BlockFault) {
        let header = block.header
        guard header.version == BlockHeader.version else { throw .version(got: header.version) }
        guard header.chain == chainID else { throw .chain(got: header.chain, expected: chainID) }
        guard header.height == height + 1 else { throw .height(got: header.height, expected: height + 1) }
        guard header.parent == head else { throw .parent(got: header.parent, expected: head) }
        let historyRoot = history.root
        guard header.historyRoot == historyRoot else {
            throw .historyRoot(got: header.historyRoot, expected: historyRoot)
        }
        guard header.time >= totals.time, header.time <= .latest else {
            throw .time(got: header.time, earliest: totals.time)
        }
        guard policy.producers.contains(header.producer) else { throw .producer(header.producer) }
    }

    /// Rules 9 and 10.
    private func checkSizes(_ block: Block) throws(BlockFault) {
        let count = block.transactions.count
        guard block.header.transactionCount == count else {
            throw .transactionCount(got: block.header.transactionCount, there: count)
        }
        guard block.bytes.count <= policy.blockBytes, count <= policy.blockTransactions else {
            throw .blockSize(
                bytes: block.bytes.count, transactions: count, byteLimit: policy.blockBytes,
                transactionLimit: policy.blockTransactions)
        }
    }

    /// Applies a block whose signatures were looked at before, or names the first rule that it breaks.
    ///
    /// After a fault the state is of no more use: part of the block may have been applied.
    ///
    /// - Parameters:
    ///   - runs: what the verification of its transactions came to: runs in order that cover them all, each but the last of the same
    ///     length, a power of two.
    ///   - isSignatureValid: whether the producer's signature holds.
    /// - Returns: what the block changed.
    @discardableResult
    public mutating func accept(
        _ block: Block, runs: [VerifiedRun], isSignatureValid: Bool
    ) throws(BlockFault) -> BlockChanges {
        precondition(VerifiedRun.areWhole(runs, of: block), "runs that cover all transactions in order")
        try check(block)
        guard isSignatureValid else { throw .blockSignature(block.header.producer) }
        try checkSizes(block)
        let transactionsRoot = MerkleHash.root(of: runs.map(\.root))
        guard block.header.transactionsRoot == transactionsRoot else {
            throw .transactionsRoot(got: block.header.transactionsRoot, expected: transactionsRoot)
        }
        open(at: block.header.time)
        for run in runs { try apply(run) }
        let stateRoot = seal()
        guard block.header.stateRoot == stateRoot else {
            throw .stateRoot(got: block.header.stateRoot, expected: stateRoot)
        }
        return close(as: block.hash)
    }

    /// Opens the next block at `time`, which is not before the last one's: what is due matures.
    package mutating func open(at time: Timestamp) {
        precondition(time >= totals.time, "time never goes back")
        totals.time = time
        mature(dueAt: time)
    }

    /// Makes the sealed block the head and hands out what it changed.
    package mutating func close(as hash: Digest) -> BlockChanges {
        height += 1
        head = hash
        history.append(hash.withUnsafeBytes { MerkleHash.leaf($0) })
        defer { block = BlockChanges() }
        return block
    }

    /// Seals the open block and gives the header that a producer signs. To be followed by ``close(as:)``.
    package mutating func sealHeader(_ transactions: [VerifiedTransaction], producer: PublicKey) -> BlockHeader {
        let stateRoot = seal()
        return BlockHeader(
            chain: chainID, height: height + 1, parent: head, time: totals.time,
            transactionCount: UInt32(transactions.count),
            transactionsRoot: MerkleHash.root(of: transactions.map(\.leaf)), stateRoot: stateRoot,
            historyRoot: history.root, producer: producer)
    }
}
