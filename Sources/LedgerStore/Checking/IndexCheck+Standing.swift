import GRDB
import Ledger
import LedgerCrypto

/// What stands after the head.
extension IndexCheck {
    func checkMeta(_ state: LedgerState, _ db: Database) throws {
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

    func checkAccounts(_ state: LedgerState, _ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT idx, id, record, balance, earned FROM accounts ORDER BY idx")
        for (index, expected) in state.accounts.enumerated() {
            guard let row = try rows.next() else {
                throw Damage(.accounts, "index \(index)", found: "no row", expected: "\(expected.id)")
            }
            let (there, found) = try LedgerStore.account(row)
            try require(.accounts, "index \(index), index", there, index)
            try require(.accounts, "index \(index), id", found.id, expected.id)
            try require(.accounts, "index \(index), balance", found.balance, expected.balance)
            try require(.accounts, "index \(index), earned", found.earned, expected.earned)
            try require(.accounts, "index \(index), sequence", found.sequence, expected.sequence)
            try require(.accounts, "index \(index), record", found, expected) { Hex.encode($0.encoded) }
            let columns = Columns(row: row, place: .accounts, key: "index", UInt64(index))
            try require(.accounts, "index \(index), column balance", columns.amount(3), expected.balance)
            try require(.accounts, "index \(index), column earned", columns.amount(4), expected.earned)
            count(.accounts)
        }
        try requireEnd(rows, .accounts)
    }

    func checkSpending(_ state: LedgerState, _ db: Database) throws {
        let found = try LedgerStore.spending(db)
        for (index, (found, expected)) in zip(found, state.spending).enumerated() {
            try require(.spending, "index \(index)", found, expected, as: \.summary)
            count(.spending)
        }
        try require(.spending, "rows", found.count, state.spending.count)
    }

    func checkPending(_ state: LedgerState, _ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(PendingRow.columns) FROM pending ORDER BY number")
        for (offset, expected) in state.pending.enumerated() {
            let number = state.totals.settled + UInt64(offset)
            guard let row = try rows.next() else {
                throw Damage(.pending, "number \(number)", found: "no row", expected: expected.summary)
            }
            let found = try PendingRow(row)
            try require(.pending, "number", found.number, number)
            try require(.pending, "number \(number)", found.record, expected, as: \.summary)
            try require(.pending, "number \(number), revoked", found.isRevoked, state.revokedPending.contains(number))
            count(.pending)
        }
        try requireEnd(rows, .pending)
    }

    func checkReferences(_ state: LedgerState, _ db: Database) throws {
        var standing: [ReferenceDigest: UInt64] = [:]
        for record in state.snapshot.references { standing[record.reference] = record.transaction }
        let rows = try Row.fetchCursor(db, sql: "SELECT reference, tx FROM refs ORDER BY reference")
        while let row = try rows.next() {
            let found = try LedgerStore.reference(row)
            let expected = standing.removeValue(forKey: found.reference)
            try require(
                .references, "reference \(Hex.encode(found.reference.encoded))", found.transaction, expected
            ) { $0.map { "transaction \($0)" } ?? "no row" }
            count(.references)
        }
        guard let missing = standing.min(by: { $0.value < $1.value }) else { return }
        throw Damage(
            .references, "reference \(Hex.encode(missing.key.encoded))", found: "no row",
            expected: "transaction \(missing.value)")
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

extension RewardRecord {
    /// All its values on one line.
    fileprivate var summary: String {
        "credit \(credit) of transaction \(transaction), \(amount) from \(issuer) to \(recipient), epoch \(epoch), "
            + "matures \(maturesAt), reference \(Hex.encode(reference.encoded))"
    }
}
