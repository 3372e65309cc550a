import LedgerCrypto

/// The rules for a block, in order of precedence: 202 version, 203 chain, 204 height, 205 parent, 206 history root, 207 time, 208 producer,
/// 209 its signature, 210 count, 211 size, 212 transactions root, then each transaction in turn, and last 213 the state root.
extension LedgerState {
    /// Rules 202…208, which look at the header only.
    private func check(_ block: Block) throws(BlockFault) {
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

    /// Rules 210 and 211.
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

    /// Applies a block, or names the first rule that it breaks.
    ///
    /// - Throws: the fault. Then part of the block may have been applied, so there is no state any more.
    public consuming func accepting(_ verified: VerifiedBlock) throws(BlockFault) -> ClosedBlock {
        try accepting(verified.examined)
    }

    /// The same with a block whose transactions' signatures nobody has checked.
    public consuming func accepting(assumed: AssumedBlock) throws(BlockFault) -> ClosedBlock {
        try accepting(assumed.examined)
    }

    private consuming func accepting(_ examined: ExaminedBlock) throws(BlockFault) -> ClosedBlock {
        precondition(examined.chain == chainID, "a block that was looked at for this chain")
        let block = examined.block
        try check(block)
        guard examined.first.isProducerSignatureValid else { throw .blockSignature(block.header.producer) }
        try checkSizes(block)
        let transactionsRoot = examined.transactionsRoot
        guard block.header.transactionsRoot == transactionsRoot else {
            throw .transactionsRoot(got: block.header.transactionsRoot, expected: transactionsRoot)
        }
        open(at: block.header.time)
        try apply(examined.first)
        for run in examined.others { try apply(run) }
        let stateRoot = seal()
        guard block.header.stateRoot == stateRoot else {
            throw .stateRoot(got: block.header.stateRoot, expected: stateRoot)
        }
        return ClosedBlock(
            state: self, signedHeader: block.signedHeader, hash: block.hash, contents: .accepted(examined))
    }

    /// Opens the next block at `time`, which is not before the last one's: what is due matures.
    mutating func open(at time: Timestamp) {
        precondition(time >= totals.time, "time never goes back")
        totals.time = time
        mature(dueAt: time)
        requireSums()
    }

    /// Makes the sealed block the head and hands out what it changed.
    mutating func close(as hash: Digest) -> BlockChanges {
        height += 1
        head = hash
        history.append(hash.withUnsafeBytes { MerkleHash.leaf($0) })
        let changes = opened.changes
        opened.changes = BlockChanges()
        return changes
    }
}
