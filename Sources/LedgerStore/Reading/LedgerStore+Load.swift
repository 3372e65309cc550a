import GRDB
package import Ledger
import LedgerCrypto
import Synchronization

extension LedgerStore {
    /// Builds the state at the head from the index, and its trees anew.
    ///
    /// What is loaded is compared with what the head's header commits to: the state root covers accounts, spending, totals, policy and
    /// the frontiers; the history root covers all blocks. Pending credits must add up with the accounts and the totals. Only
    /// ``checkIndex(options:)`` covers every row.
    ///
    /// - Throws: ``StoreError/damaged(directory:_:)`` with the place and both values.
    /// - Complexity: two hashes for each account; the memory of the state.
    package func loadState() throws(StoreError) -> LedgerState {
        var loaded: LedgerState?
        try read { db in
            let head = try Self.headRow(db)
            let frontiers = try Meta.frontiers.value(db, as: Frontiers.self)
            try checkHead(head, frontiers, db)
            let totals = try Meta.totals.value(db, as: Totals.self)
            let accounts = try Self.accounts(db)
            let pending = try Self.pending(db, genesis, totals, accounts: accounts)
            let snapshot = LedgerState.Snapshot(
                height: head?.header.header.height ?? 0, head: head?.hash ?? genesis.chainID, totals: totals,
                policy: try Meta.policy.value(db), accounts: accounts,
                spending: try Self.spending(db, accounts: accounts.count), pending: pending.credits,
                revokedPending: pending.revoked, references: try Self.references(db, frontiers.references),
                frontiers: frontiers)
            let state = LedgerState(genesis: genesis, snapshot: snapshot)
            let expected = head?.header.header.stateRoot ?? LedgerState(genesis: genesis).stateRoot
            guard state.stateRoot == expected else {
                throw Damage(
                    .meta, "state root at height \(snapshot.height)", found: state.stateRoot.hex, expected: expected.hex
                )
            }
            let sum = try Self.checkSums(snapshot)
            sums.withLock { $0[snapshot.height] = sum }
            loaded = consume state
        }
        guard let state = loaded.take() else { preconditionFailure("read through to its end") }
        return state
    }

    /// The head is of this chain, and the history's frontier ends with it.
    private func checkHead(_ head: BlockRow?, _ frontiers: Frontiers, _ db: Database) throws {
        let height = head?.header.header.height ?? 0
        func require(_ what: String, _ found: Digest, _ expected: Digest) throws(Damage) {
            guard found != expected else { return }
            throw Damage(.blocks, "height \(height), \(what)", found: found.hex, expected: expected.hex)
        }
        var history = try Meta.historyBefore.value(db, as: Frontier.self)
        if let head {
            try require("chain", head.header.header.chain, genesis.chainID)
            try require("hash", head.hash, head.header.header.hash)
            try require("history root", history.root, head.header.header.historyRoot)
        }
        history.append((head?.hash ?? genesis.chainID).withUnsafeBytes { MerkleHash.leaf($0) })
        guard history == frontiers.history, history.count == height + 1 else {
            throw Damage(
                .meta, "history at height \(height)",
                found: "\(frontiers.history.count) blocks with root \(frontiers.history.root)",
                expected: "\(height + 1) with root \(history.root)")
        }
    }

    private static func accounts(_ db: Database) throws -> [AccountRecord] {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(AccountRow.columns) FROM accounts ORDER BY idx")
        var accounts: [AccountRecord] = []
        while let row = try rows.next() {
            let row = try AccountRow(row)
            guard row.index == accounts.count else {
                throw Damage(
                    .accounts, "index \(accounts.count)", found: "no row, but one of index \(row.index)",
                    expected: "a row")
            }
            accounts.append(row.record)
        }
        return accounts
    }

    private static func spending(_ db: Database, accounts: Int) throws -> [Spending] {
        let all = try spending(db)
        for (index, entry) in all.enumerated() where entry.account >= accounts {
            throw Damage(
                .spending, "index \(index)", found: "account \(entry.account)", expected: "one of \(accounts) accounts")
        }
        return all
    }

    /// The references that are paid: of each, the last payment, unless it was freed again. Those that were ever paid must be the leaves of
    /// the frontier.
    private static func references(_ db: Database, _ frontier: Frontier) throws -> [ReferenceRecord] {
        var paid = PaidReferences(freed: try freed(db))
        let rows = try Row.fetchCursor(db, sql: "SELECT first, records FROM refs ORDER BY first")
        while let row = try rows.next() { try paid.add(try ReferenceRow(row)) }
        guard paid.frontier == frontier else {
            throw Damage(
                .references, "all", found: "\(paid.frontier.count) with root \(paid.frontier.root)",
                expected: "\(frontier.count) with root \(frontier.root)")
        }
        return paid.records
    }
}
