import GRDB
package import Ledger

extension LedgerStore {
    package func account(_ id: AccountID) throws(StoreError) -> (index: Int, record: AccountRecord)? {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.columns) FROM accounts WHERE id = ?")
            return try Row.fetchOne(statement, arguments: [id.column]).map { try AccountRow($0) }.map {
                ($0.index, $0.record)
            }
        }
    }

    package func account(index: Int) throws(StoreError) -> AccountRecord? {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.columns) FROM accounts WHERE idx = ?")
            return try Row.fetchOne(statement, arguments: [index]).map { try AccountRow($0).record }
        }
    }

    package func accountCount() throws(StoreError) -> Int {
        // An account keeps its index for ever, so the last one tells; counting would walk through all.
        try read { try Self.accountCount($0) }
    }

    static func accountCount(_ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT max(idx) FROM accounts")
        guard let row = try Row.fetchOne(statement) else { return 0 }
        let last = try Columns(row: row, place: .accounts, key: "the last row").optionalInteger(0)
        return last.map { Int(clamping: $0) + 1 } ?? 0
    }

    package func totals() throws(StoreError) -> Totals { try read { try Meta.totals.value($0) } }

    /// The policy in force for the next block.
    package func policy() throws(StoreError) -> Policy { try read { try Meta.policy.value($0) } }

    /// What each account that ever issued has spent, in order of first issue.
    package func spending() throws(StoreError) -> [Spending] { try read { try Self.spending($0) } }

    static func spending(_ db: Database) throws -> [Spending] {
        let rows = try Row.fetchCursor(db, sql: "SELECT idx, record FROM spending ORDER BY idx")
        var spending: [Spending] = []
        while let row = try rows.next() {
            let index = try Columns(row: row, place: .spending, key: "a row").integer(0)
            let columns = Columns(row: row, place: .spending, key: "index", index)
            guard index == spending.count else {
                throw columns.damage(found: "index \(index)", expected: "index \(spending.count)")
            }
            spending.append(try columns.value(1))
        }
        return spending
    }
}
