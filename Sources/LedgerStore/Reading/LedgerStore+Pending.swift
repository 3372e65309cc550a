import GRDB
package import Ledger

/// A credit that is pending.
package struct PendingCredit: Sendable {
    /// The transaction that issued it, by running number, and which of its credits it is.
    package let transaction: UInt64
    package let credit: UInt16
    package let amount: Amount
    package let maturesAt: Timestamp
}

extension LedgerStore {
    /// An account's pending credits that were not revoked, oldest first.
    ///
    /// They are the newest of its history that were issued, so it goes back until it has found as many as the account's record says.
    package func pending(of account: Int, limit: Int = .max) throws(StoreError) -> [PendingCredit] {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.columns) FROM accounts WHERE idx = ?")
            guard let row = try Row.fetchOne(statement, arguments: [account]) else { return [] }
            let count = try AccountRow(row).record.pending
            var walk = try HistoryWalk(account, db)
            var credits: [PendingCredit] = []
            while credits.count < count, let (_, posting, _) = try walk.next(db) {
                guard posting.kind == .issued else { continue }
                guard try Self.revocation(of: posting.transaction, posting.credit, db) == nil else { continue }
                guard let row = try PendingRow.fetch(posting.transaction, db) else { break }
                credits.append(
                    PendingCredit(
                        transaction: posting.transaction, credit: posting.credit, amount: posting.amount,
                        maturesAt: row.maturesAt))
            }
            guard credits.count == count else {
                throw Damage(
                    .pending, "account \(account)", found: "\(credits.count) credits",
                    expected: "\(count), as its record says")
            }
            return Array(credits.reversed().prefix(limit))
        }
    }

    /// The sum of an account's pending credits that were not revoked.
    package func pendingAmount(of account: Int) throws(StoreError) -> Amount {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT pending FROM accounts WHERE idx = ?")
            guard let row = try Row.fetchOne(statement, arguments: [account]) else { return .zero }
            return try Columns(row: row, place: .accounts, key: "index", UInt64(clamping: account)).amount(0)
        }
    }

    /// The sum of all pending credits that were not revoked. It reads each account's.
    package func pendingAmount() throws(StoreError) -> Amount {
        try read { db in
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
