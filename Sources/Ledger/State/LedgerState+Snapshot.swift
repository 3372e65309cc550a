import DequeModule
package import LedgerCrypto

extension LedgerState {
    /// All parts of a state, as a store keeps them.
    package struct Snapshot: Sendable {
        package var height: UInt64
        package var head: Digest
        package var totals: Totals
        package var policy: Policy
        package var accounts: [AccountRecord]
        package var spending: [Spending]
        /// The pending credits in order of their numbers, from `totals.settled` on, each with its transaction's id.
        package var pending: [(record: RewardRecord, id: Digest)]
        /// The numbers of those that were revoked.
        package var revokedPending: Set<UInt64>
        /// Which transaction pays each reference; freed ones left out.
        package var references: [ReferenceRecord]
        package var frontiers: Frontiers

        package init(
            height: UInt64, head: Digest, totals: Totals, policy: Policy, accounts: [AccountRecord],
            spending: [Spending], pending: [(record: RewardRecord, id: Digest)], revokedPending: Set<UInt64>,
            references: [ReferenceRecord], frontiers: Frontiers
        ) {
            self.height = height
            self.head = head
            self.totals = totals
            self.policy = policy
            self.accounts = accounts
            self.spending = spending
            self.pending = pending
            self.revokedPending = revokedPending
            self.references = references
            self.frontiers = frontiers
        }
    }

    /// The state with these parts, its trees built anew. Whether it is the state after a block shows its ``stateRoot``.
    package init(genesis: Genesis, snapshot: Snapshot) {
        self.init(empty: genesis)
        height = snapshot.height
        head = snapshot.head
        collections.totals = snapshot.totals
        collections.policy = snapshot.policy
        collections.accounts = snapshot.accounts
        collections.spending = snapshot.spending
        for index in snapshot.accounts.indices {
            collections.accountTable.insert(UInt32(index), for: snapshot.accounts[index].id)
            opened.touchedAccounts.insert(index)
            sums.balances &+= snapshot.accounts[index].balance.units
            sums.pendingCredits &+= UInt64(snapshot.accounts[index].pending)
        }
        for (offset, credit) in snapshot.pending.enumerated() {
            let number = snapshot.totals.settled + UInt64(offset)
            if collections.pending.last?.transaction != credit.record.transaction {
                collections.pendingRewards.append(credit.id, firstCredit: number)
            }
            collections.pending.append(credit.record)
            if !snapshot.revokedPending.contains(number) { sums.pending &+= credit.record.amount.units }
        }
        collections.revokedPending = snapshot.revokedPending
        collections.references.reserve(snapshot.references.count)
        for record in snapshot.references { collections.references[record.reference] = record.transaction }
        history = snapshot.frontiers.history
        collections.trees.rewards = snapshot.frontiers.rewards
        collections.trees.references = snapshot.frontiers.references
        collections.trees.revocations = snapshot.frontiers.revocations
        for index in snapshot.spending.indices { opened.touchedSpending.insert(index) }
        _ = seal()
        opened.changes = BlockChanges()
    }

    /// What a store should hold of this state; for comparing the two.
    package var snapshot: Snapshot {
        var first: [UInt64: Digest] = [:]
        for (id, number) in collections.pendingRewards.all { first[max(number, totals.settled)] = id }
        var id = Digest.zero
        let credits = pending.enumerated().map { offset, record in
            id = first[totals.settled + UInt64(offset)] ?? id
            return (record: record, id: id)
        }
        return Snapshot(
            height: height, head: head, totals: totals, policy: policy, accounts: accounts, spending: spending,
            pending: credits, revokedPending: revokedPending, references: collections.references.paid,
            frontiers: frontiers)
    }
}
