import GRDB
import Ledger

extension LedgerStore {
    /// Orders in which accounts are listed.
    package enum AccountOrder: Sendable, CaseIterable {
        /// Most earned first; equals by index.
        case earned
        /// Largest balance first; equals by index.
        case balance
        /// In order of first appearance.
        case index

        fileprivate var column: String {
            switch self {
            case .earned: "earned"
            case .balance: "balance"
            case .index: "idx"
            }
        }

        fileprivate func amount(of record: AccountRecord) -> Amount { self == .earned ? record.earned : record.balance }
    }

    /// A page of accounts. Pages that go on from each other show each account exactly once, whatever is committed meanwhile.
    ///
    /// In order of an amount they are all of the order after one block, the head of the first page: of accounts that changed since then, the
    /// amounts after that block are worked out from their postings. Accounts that are newer are not shown.
    ///
    /// - Parameters:
    ///   - cursor: the ``AccountPage/next`` of the page before; nil for the first.
    ///   - limit: at most so many.
    /// - Throws: ``WalkFault`` where that can't be done any more; ``StoreError``.
    /// - Complexity: grows with the page and what changed since the walk began, which is bounded; not with the ledger.
    package func accounts(
        orderedBy order: AccountOrder, limit: Int, after cursor: AccountCursor? = nil
    ) throws -> AccountPage {
        try read { db -> Result<AccountPage, WalkFault> in
            do {
                let height = try Self.headRow(db)?.header.header.height ?? 0
                return .success(
                    order == .index
                        ? try Self.page(after: cursor, height, limit, db)
                        : try Self.page(order, after: cursor, height, limit, db))
            } catch let fault as WalkFault { return .failure(fault) }
        }.get()
    }

    private static func page(
        after cursor: AccountCursor?, _ height: UInt64, _ limit: Int, _ db: Database
    ) throws -> AccountPage {
        let rows = try rows("WHERE idx > ? ORDER BY idx LIMIT ?", [cursor?.index ?? -1, limit + 1], db)
        let shown = Array(rows.prefix(limit))
        let last = rows.count > limit ? shown.last : nil
        return AccountPage(
            accounts: shown, height: height, next: last.map { AccountCursor(index: $0.index, place: nil) })
    }

    private static func page(
        _ order: AccountOrder, after cursor: AccountCursor?, _ height: UInt64, _ limit: Int, _ db: Database
    ) throws -> AccountPage {
        let now = try accountCount(db)
        let (began, count) = (cursor?.place?.height ?? height, cursor?.place?.accounts ?? now)
        guard began <= height, count <= now else { throw WalkFault.unknownCursor }
        // New accounts stand at the end of the order or among those that changed, and are passed over there.
        guard now - count <= AccountChanges.accountLimit else { throw WalkFault.orderGone(height: began) }
        let changes = began == height ? AccountChanges() : try AccountChanges(since: began, db)
        if order == .earned, began < height { try AccountChanges.requireNoMerge(since: began, db) }

        /// Whether `left` comes before `right`.
        func isBefore(_ left: (Int, AccountRecord), _ right: (amount: Amount, index: Int)) -> Bool {
            let amount = order.amount(of: left.1)
            return amount == right.amount ? left.0 < right.index : amount > right.amount
        }
        var changed: [(index: Int, record: AccountRecord)] = []
        for (index, change) in changes.accounts where index < count {
            let found = try rows("WHERE idx = ?", [Int(index)], db)
            changed += found.map { ($0.index, $0.record.before(change)) }
        }
        if let cursor, let place = cursor.place {
            changed.removeAll { $0.index == cursor.index || isBefore($0, (place.amount, cursor.index)) }
        }
        changed.sort { isBefore($0, (order.amount(of: $1.record), $1.index)) }

        let most = limit + 1 + changes.accounts.count + now - count
        let same = try unchanged(order, after: cursor, most: most, db) {
            $0 < count && changes.accounts[UInt32($0)] == nil
        } enough: {
            $0 > limit
        }
        var page: [(index: Int, record: AccountRecord)] = []
        var (left, right) = (same[...], changed[...])
        while page.count <= limit,
            let next = [left.first, right.first].compactMap({ $0 }).min(by: {
                isBefore($0, (order.amount(of: $1.record), $1.index))
            })
        {
            if next.index == left.first?.index { left.removeFirst() } else { right.removeFirst() }
            page.append(next)
        }
        let shown = Array(page.prefix(limit))
        let last = page.count > limit ? shown.last : nil
        return AccountPage(
            accounts: shown, height: began,
            next: last.map {
                AccountCursor(
                    index: $0.index, place: .init(height: began, accounts: count, amount: order.amount(of: $0.record)))
            })
    }

    /// The accounts behind a cursor as they stand now, of those that `isAsked` takes, until there are enough or `most` were looked at.
    ///
    /// Those with the cursor's own amount come from a query of their own: in one for both, SQLite would go through all of them that
    /// were shown already, and a million accounts may have a balance of 0.
    private static func unchanged(
        _ order: AccountOrder, after cursor: AccountCursor?, most: Int, _ db: Database, where isAsked: (Int) -> Bool,
        enough: (Int) -> Bool
    ) throws -> [(index: Int, record: AccountRecord)] {
        let column = order.column
        var found: [(index: Int, record: AccountRecord)] = []
        func take(_ rest: String, _ arguments: StatementArguments) throws {
            let rows = try accountRows(rest, arguments, db)
            while !enough(found.count), let row = try rows.next().map({ try AccountRow($0) }) {
                if isAsked(row.index) { found.append((row.index, row.record)) }
            }
        }
        guard let cursor, let place = cursor.place else {
            try take("ORDER BY \(column) DESC, idx LIMIT ?", [most])
            return found
        }
        let amount = place.amount.sqlValue
        try take("WHERE \(column) = ? AND idx > ? ORDER BY idx LIMIT ?", [amount, cursor.index, most])
        guard !enough(found.count) else { return found }
        try take("WHERE \(column) < ? ORDER BY \(column) DESC, idx LIMIT ?", [amount, most])
        return found
    }

    private static func rows(
        _ rest: String, _ arguments: StatementArguments, _ db: Database
    ) throws -> [(index: Int, record: AccountRecord)] {
        let rows = try accountRows(rest, arguments, db)
        var found: [(index: Int, record: AccountRecord)] = []
        while let row = try rows.next().map({ try AccountRow($0) }) { found.append((row.index, row.record)) }
        return found
    }

    private static func accountRows(
        _ rest: String, _ arguments: StatementArguments, _ db: Database
    ) throws -> RowCursor {
        let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.columns) FROM accounts \(rest)")
        return try Row.fetchCursor(statement, arguments: arguments)
    }
}
