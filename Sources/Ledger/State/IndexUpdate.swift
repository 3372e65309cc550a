package import LedgerCrypto

/// Everything that a store writes for one block: the block itself and the records that it changed.
///
/// It holds copies of those records alone. A copy of a whole ``LedgerState`` would make every array copy at the node's next change.
package struct IndexUpdate: Sendable {
    package let header: SignedHeader
    package let hash: Digest
    /// The running number of the block's first transaction.
    package let firstTransaction: UInt64
    package let transactions: [(id: Digest, bytes: [UInt8])]
    /// Changed or new, ascending.
    package let accounts: [(index: Int, record: AccountRecord)]
    package let spending: [(index: Int, record: Spending)]
    /// Of each new reward that is still pending, the first credit and its number.
    package let rewards: [(number: UInt64, record: RewardRecord)]
    /// References newly paid, in order, and the number of the first of them among all that ever were.
    package let references: [ReferenceRecord]
    package let firstReference: UInt64
    package let freedReferences: [ReferenceRecord]
    package let revocations: [RevocationRecord]
    package let postings: [Posting]
    package let totals: Totals
    /// The running number of the oldest transaction that has pending credits; of the next one where none has.
    package let oldestPending: UInt64
    /// The policy, where the block changed it.
    package let policy: Policy?
    package let frontiers: Frontiers
}

/// The append-only trees as they are kept: hashes of log₂(n) subtrees each.
package struct Frontiers: Sendable, Equatable {
    package var history: Frontier
    package var rewards: Frontier
    package var references: Frontier
    package var revocations: Frontier
}

extension Frontiers: Canonical {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(history)
        encoder.write(rewards)
        encoder.write(references)
        encoder.write(revocations)
    }

    package init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        history = try Frontier(from: &decoder)
        rewards = try Frontier(from: &decoder)
        references = try Frontier(from: &decoder)
        revocations = try Frontier(from: &decoder)
    }
}

extension LedgerState {
    package var frontiers: Frontiers {
        Frontiers(
            history: history, rewards: collections.trees.rewards, references: collections.trees.references,
            revocations: collections.trees.revocations)
    }

    /// What a store writes for the block that was just closed; ``ClosedBlock/update`` asks for it.
    func indexUpdate(
        for changes: BlockChanges, header: SignedHeader, transactions: [(id: Digest, bytes: [UInt8])]
    ) -> IndexUpdate {
        let firstTransaction = totals.transactions - UInt64(transactions.count)
        return IndexUpdate(
            header: header, hash: head, firstTransaction: firstTransaction, transactions: transactions,
            accounts: changes.accounts.map { ($0, collections.accounts[$0]) },
            spending: changes.spending.map { ($0, collections.spending[$0]) },
            rewards: newlyPending(changes.rewards),
            references: changes.references,
            firstReference: collections.trees.references.count - UInt64(changes.references.count),
            freedReferences: changes.freedReferences, revocations: changes.revocations, postings: changes.postings,
            totals: totals, oldestPending: collections.pending.first?.transaction ?? totals.transactions,
            policy: changes.policyChanged ? policy : nil, frontiers: frontiers)
    }

    /// All credits of a reward mature at one moment, so a reward is pending whole or not at all.
    private func newlyPending(_ credits: [RewardRecord]) -> [(number: UInt64, record: RewardRecord)] {
        var rewards: [(number: UInt64, record: RewardRecord)] = []
        let first = totals.issued - UInt64(credits.count)
        for (offset, credit) in credits.enumerated()
        where credit.credit == 0 && first + UInt64(offset) >= totals.settled {
            rewards.append((first + UInt64(offset), credit))
        }
        return rewards
    }
}
