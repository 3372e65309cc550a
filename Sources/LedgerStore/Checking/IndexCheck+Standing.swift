import GRDB
import Ledger
import LedgerCrypto

/// What stands after the head.
extension IndexCheck {
    func checkMeta(_ state: borrowing LedgerState, _ db: Database) throws {
        func check(_ meta: Meta, _ found: some Canonical, _ expected: some Canonical) throws(Damage) {
            try require(.meta, meta.rawValue, Hex.encode(found.encoded), Hex.encode(expected.encoded))
            count(.meta)
        }
        try check(.totals, Meta.totals.value(db, as: Totals.self), state.totals)
        try check(.policy, Meta.policy.value(db, as: Policy.self), state.policy)
        try check(.frontiers, Meta.frontiers.value(db, as: Frontiers.self), state.frontiers)
        var before = try Meta.historyBefore.value(db, as: Frontier.self)
        before.append(state.head.withUnsafeBytes { MerkleHash.leaf($0) })
        try check(.historyBefore, before, state.history)
    }

    func checkAccounts(_ state: borrowing LedgerState, _ db: Database) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(AccountRow.columns), pending, last_posting FROM accounts ORDER BY idx")
        for (index, expected) in state.accounts.enumerated() {
            guard let row = try rows.next() else {
                throw Damage(.accounts, "index \(index)", found: "no row", expected: "\(expected.id)")
            }
            let account = try AccountRow(row)
            let found = account.record
            try require(.accounts, "index \(index), index", account.index, index)
            try require(.accounts, "index \(index), id", found.id, expected.id)
            try require(.accounts, "index \(index), balance", found.balance, expected.balance)
            try require(.accounts, "index \(index), earned", found.earned, expected.earned)
            try require(.accounts, "index \(index), sequence", found.sequence, expected.sequence)
            try require(.accounts, "index \(index), record", found, expected) { Hex.encode($0.encoded) }
            let columns = Columns(row: row, place: .accounts, key: "index", UInt64(index))
            try require(.accounts, "index \(index), column pending", columns.amount(5), links[index].pending)
            try require(
                .history, "account \(index), last posting", columns.optionalInteger(6), links[index].lastPosting
            ) { $0.map { "\($0)" } ?? "none" }
            count(.accounts)
        }
        try requireEnd(rows, .accounts)
    }

    func checkSpending(_ state: borrowing LedgerState, _ db: Database) throws {
        let found = try LedgerStore.spending(db)
        for (index, (found, expected)) in zip(found, state.spending).enumerated() {
            try require(.spending, "index \(index)", found, expected, as: \.summary)
            count(.spending)
        }
        try require(.spending, "rows", found.count, state.spending.count)
    }

    func checkPending(_ state: borrowing LedgerState, _ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(PendingRow.columns) FROM pending ORDER BY tx")
        var expected = state.pending[...]
        var number = state.totals.settled
        while let first = expected.first {
            guard let found = try rows.next().map({ try PendingRow($0) }) else {
                throw Damage(
                    .pending, "number \(number)", found: "no row", expected: PendingRow(first: number, first).summary)
            }
            let credits = expected.prefix { $0.transaction == first.transaction }.count
            try require(.pending, "number \(number)", found, PendingRow(first: number, first), as: \.summary)
            expected = expected.dropFirst(credits)
            number += UInt64(credits)
            count(.pending, credits)
        }
        try requireEnd(rows, .pending)
    }

    func checkFreed(_ db: Database) throws {
        for found in try LedgerStore.freed(db) {
            guard freed.remove(found) != nil else {
                throw Damage(.references, "freed", found: "transaction \(found.transaction)", expected: "no such row")
            }
        }
        guard let missing = freed.min(by: { $0.transaction < $1.transaction }) else { return }
        throw Damage(.references, "freed", found: "no row", expected: "transaction \(missing.transaction)")
    }

    /// Names are no part of the truth, but each must be the text of its hash.
    func checkNames(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT id, handle FROM names ORDER BY id")
        while let row = try rows.next() {
            let id = try Columns(row: row, place: .names, key: "a row").value(0, as: AccountID.self)
            let columns = Columns(row: row, place: .names, key: id.description)
            _ = try LedgerStore.handle(try columns.text(1), of: id, columns)
            count(.names)
        }
    }

    private func requireEnd(_ rows: RowCursor, _ place: Damage.Place) throws {
        guard let row = try rows.next() else { return }
        throw Damage(place, "number \(row[0] as DatabaseValue)", found: "a row", expected: "none after the last")
    }
}

extension Spending {
    fileprivate var summary: String { "account \(account) spent \(spent) in epoch \(epoch)" }
}
