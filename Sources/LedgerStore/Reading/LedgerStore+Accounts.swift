import GRDB
package import Ledger

extension LedgerStore {
    /// Orders in which accounts are listed.
    package enum AccountOrder: Sendable, CaseIterable {
        /// Most earned first; equals by index.
        case earned
        /// Largest balance first; equals by index.
        case balance
        /// In order of first appearance.
        case index
    }

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

    /// A page of accounts.
    ///
    /// - Parameters:
    ///   - last: the index of the last account of the page before; nil for the first page.
    ///   - limit: at most so many.
    package func accounts(
        orderedBy order: AccountOrder, limit: Int, after last: Int? = nil
    ) throws(StoreError) -> [(index: Int, record: AccountRecord)] {
        try read { db in
            let statement = try db.cachedStatement(sql: order.query(isFirstPage: last == nil))
            let arguments: StatementArguments = last.map { ["last": $0, "limit": limit] } ?? ["limit": limit]
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            var page: [(index: Int, record: AccountRecord)] = []
            while let row = try rows.next().map({ try AccountRow($0) }) { page.append((row.index, row.record)) }
            return page
        }
    }

    package func accountCount() throws(StoreError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM accounts") ?? 0 }
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

extension LedgerStore.AccountOrder {
    /// The place of the page is looked up from its account, so a page costs no more far down than at the top.
    fileprivate func query(isFirstPage: Bool) -> String {
        let select = "SELECT \(AccountRow.columns) FROM accounts"
        switch self {
        case .index: return "\(select) \(isFirstPage ? "" : "WHERE idx > :last") ORDER BY idx LIMIT :limit"
        case .earned, .balance:
            let column = self == .earned ? "earned" : "balance"
            let there = "(SELECT \(column) FROM accounts WHERE idx = :last)"
            let rest = "WHERE \(column) <= \(there) AND (\(column) < \(there) OR idx > :last)"
            return "\(select) \(isFirstPage ? "" : rest) ORDER BY \(column) DESC, idx LIMIT :limit"
        }
    }
}
