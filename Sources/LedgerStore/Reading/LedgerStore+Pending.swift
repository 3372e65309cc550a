import GRDB
package import Ledger
import Synchronization

/// A credit that is pending.
package struct PendingCredit: Sendable {
    /// The number of the posting that issued it.
    package let number: Int64
    /// The transaction that issued it, by running number, and which of its credits it is.
    package let transaction: UInt64
    package let credit: UInt16
    package let amount: Amount
    package let maturesAt: Timestamp
}

/// Some of an account's pending credits.
package struct PendingPage: Sendable {
    /// Newest first.
    package var credits: [PendingCredit] = []
    /// Where the next page begins; nil where there is nothing older.
    package var next: Int64?
}

extension LedgerStore {
    /// After so many postings a page ends, whatever it has found: an account may get any number of others beside its pending credits.
    private static let stepLimit = 2_000

    /// A page of an account's pending credits that were not revoked, newest first; nil where `before` is no posting of its.
    ///
    /// They are the newest of its history that were issued, so it goes back until it comes to a reward that has matured. What it costs
    /// depends on the page alone. A page may be short, or even empty, and yet not the last.
    ///
    /// - Parameters:
    ///   - before: the ``PendingPage/next`` of the page before; nil for the newest.
    ///   - limit: at most so many.
    package func pending(of account: Int, before: Int64? = nil, limit: Int) throws(StoreError) -> PendingPage? {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.columns) FROM accounts WHERE idx = ?")
            guard let row = try Row.fetchOne(statement, arguments: [account]) else { return PendingPage() }
            let count = Int(try AccountRow(row).record.pending)
            guard var walk = try HistoryWalk(account, db, before: before) else { return nil }
            var page = PendingPage()
            guard count > 0, let oldest = try PendingRow.oldest(db) else {
                try Self.requireWhole(page, count, account)
                return page
            }
            var reward: PendingRow?
            for _ in 0..<Self.stepLimit {
                guard let (number, posting, _) = try walk.next(db), !posting.isBefore(reward: oldest) else {
                    page.next = nil
                    if before == nil { try Self.requireWhole(page, count, account) }
                    return page
                }
                page.next = number.column
                guard posting.kind == .issued else { continue }
                guard try Self.revocation(of: posting.transaction, posting.credit, db) == nil else { continue }
                if reward?.transaction != posting.transaction {
                    reward = try PendingRow.fetch(posting.transaction, db)
                }
                guard let reward else {
                    throw Damage(
                        .pending, "transaction \(posting.transaction)", found: "no row",
                        expected: "one, as transaction \(oldest) before it is pending")
                }
                page.credits.append(
                    PendingCredit(
                        number: number.column, transaction: posting.transaction, credit: posting.credit,
                        amount: posting.amount, maturesAt: reward.maturesAt))
                if before == nil, page.credits.count == count { page.next = nil }
                if page.next == nil || page.credits.count >= limit { return page }
            }
            return page
        }
    }

    /// A list from the newest to the oldest has as many as the account's record says.
    private static func requireWhole(_ page: PendingPage, _ count: Int, _ account: Int) throws(Damage) {
        guard page.credits.count != count else { return }
        throw Damage(
            .pending, "account \(account)", found: "\(page.credits.count) credits",
            expected: "\(count), as its record says")
    }

    /// The sum of an account's pending credits that were not revoked.
    package func pendingAmount(of account: Int) throws(StoreError) -> Amount {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT pending FROM accounts WHERE idx = ?")
            guard let row = try Row.fetchOne(statement, arguments: [account]) else { return .zero }
            return try Columns(row: row, place: .accounts, key: "index", UInt64(clamping: account)).amount(0)
        }
    }

    /// The sum of all pending credits that were not revoked.
    ///
    /// In a store that writes it is at hand once the state was loaded. One that only reads adds up all accounts.
    package func pendingAmount() throws(StoreError) -> Amount {
        try read { db in
            let height = try Self.headRow(db)?.header.header.height ?? 0
            if let sum = sums.withLock({ $0[height] }) { return sum }
            let rows = try Row.fetchCursor(db, sql: "SELECT idx, pending FROM accounts")
            var sum = Amount.zero
            while let row = try rows.next() {
                let columns = Columns(row: row, place: .accounts, key: "a row")
                guard let next = sum.adding(try columns.amount(1)) else {
                    throw columns.damage(found: "a sum of pending over 2^128-1", expected: "at most the supply")
                }
                sum = next
            }
            return sum
        }
    }

    /// Which transaction took a credit back, by number; nil where none did.
    package func revocation(of transaction: UInt64, credit: UInt16) throws(StoreError) -> UInt64? {
        try read { try Self.revocation(of: transaction, credit, $0) }
    }

    private static func revocation(of transaction: UInt64, _ credit: UInt16, _ db: Database) throws -> UInt64? {
        let statement = try db.cachedStatement(sql: "SELECT by_tx FROM revocations WHERE tx = ? AND credit = ?")
        guard let row = try Row.fetchOne(statement, arguments: [transaction.column, Int64(credit)]) else { return nil }
        return try Columns(row: row, place: .revocations, key: "transaction", transaction).integer(0)
    }

    /// The transaction that paid a reference last before `transaction` did, and whose payment was taken back; nil where there is none.
    package func earlierPayer(
        of reference: ReferenceDigest, before transaction: UInt64
    ) throws(StoreError) -> UInt64? {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT max(tx) FROM freed WHERE reference = ? AND tx < ?")
            guard let row = try Row.fetchOne(statement, arguments: [reference.column, transaction.column]) else {
                return nil
            }
            return try Columns(row: row, place: .references, key: "freed").optionalInteger(0)
        }
    }
}

extension Posting {
    /// Whether it stands in a history before all postings that issue the reward of that number or a later one.
    fileprivate func isBefore(reward oldest: UInt64) -> Bool {
        switch kind {
        // These name the reward that they end.
        case .matured, .revoked: false
        case .issued, .transferred, .burned, .merged: transaction < oldest
        }
    }
}
