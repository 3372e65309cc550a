import Foundation
import GRDB
package import Ledger
import LedgerCrypto

extension LedgerStore {
    /// Writes a block and all that it changed as one transaction. When this returns, it is durable; when it throws, nothing was written.
    ///
    /// - Throws: ``StoreError/notNext(height:parent:expectedHeight:expectedParent:)`` where the block does not follow the head.
    package func commit(_ update: IndexUpdate) throws(StoreError) {
        try write { db in
            // Nothing is durable before the last step: SQLite writes the pages to its log, and the commit's fsync
            // makes all of them count at once. A crash anywhere before leaves the ledger at the block before.
            try Self.requireNext(update, db)
            try Self.writeBlock(update, db)
            for (index, record) in update.accounts { try Self.writeAccount(index, record, db) }
            for (index, record) in update.spending { try Self.writeSpending(index, record, db) }
            try Self.writePending(update, db)
            try Self.writeReferences(update, db)
            try Self.writePostings(update, db)
            try Meta.totals.set(update.totals, db)
            if let policy = update.policy { try Meta.policy.set(policy, db) }
            try Meta.historyBefore.set(try Meta.frontiers.value(db, as: Frontiers.self).history, db)
            try Meta.frontiers.set(update.frontiers, db)
        }
        // From here on the block is durable, with its index.
    }

    private static func requireNext(_ update: IndexUpdate, _ db: Database) throws {
        let head = try headRow(db)
        let height = (head?.header.header.height ?? 0) + 1
        let parent = try head?.hash ?? Meta.chain.value(db)
        let header = update.header.header
        guard header.height == height, header.parent == parent else {
            throw StoreError.notNext(
                height: header.height, parent: header.parent.hex, expectedHeight: height, expectedParent: parent.hex)
        }
    }

    private static func writeBlock(_ update: IndexUpdate, _ db: Database) throws {
        let height = update.header.header.height.column
        try db.cachedStatement(
            sql: "INSERT INTO blocks (height, hash, header, first_transaction, count) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            height, update.hash.column, update.header.column, update.firstTransaction.column, update.transactions.count,
        ])
        let statement = try db.cachedStatement(
            sql: "INSERT INTO transactions (number, height, id, bytes) VALUES (?, ?, ?, ?)")
        for (offset, transaction) in update.transactions.enumerated() {
            try statement.execute(arguments: [
                update.firstTransaction.column + Int64(offset), height, transaction.id.column, Data(transaction.bytes),
            ])
        }
    }

    static func writeAccount(_ index: Int, _ record: AccountRecord, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO accounts (idx, id, record, balance, earned) VALUES (?, ?, ?, ?, ?) ON CONFLICT (idx)
                DO UPDATE SET record = excluded.record, balance = excluded.balance, earned = excluded.earned
                """
        ).execute(arguments: [
            index, record.id.column, record.column, record.balance.sortableColumn, record.earned.sortableColumn,
        ])
    }

    private static func writeSpending(_ index: Int, _ record: Spending, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO spending (idx, record) VALUES (?, ?) ON CONFLICT (idx) DO UPDATE SET record = excluded.record
                """
        ).execute(arguments: [index, record.column])
    }

    private static func writePending(_ update: IndexUpdate, _ db: Database) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT INTO pending (number, tx, credit, recipient, revoked, record) VALUES (?, ?, ?, ?, 0, ?)")
        for (number, record, _) in update.rewards where number >= update.totals.settled {
            try insert.execute(arguments: [
                number.column, record.transaction.column, Int64(record.credit), Int64(record.recipient), record.column,
            ])
        }
        let revoke = try db.cachedStatement(
            sql: "UPDATE pending SET revoked = 1 WHERE tx = ? AND credit = ? AND revoked = 0")
        let remember = try db.cachedStatement(
            sql: """
                INSERT INTO revocations (number, tx, credit, by_tx)
                SELECT coalesce(max(number) + 1, 0), ?, ?, ? FROM revocations
                """)
        for record in update.revocations {
            try revoke.execute(arguments: [record.transaction.column, Int64(record.credit)])
            guard db.changesCount == 1 else {
                throw Damage(
                    .pending, "credit \(record.credit) of transaction \(record.transaction)", found: "no such row",
                    expected: "one that block \(update.header.header.height) revokes")
            }
            try remember.execute(arguments: [record.transaction.column, Int64(record.credit), record.by.column])
        }
        try db.cachedStatement(sql: "DELETE FROM pending WHERE number < ?")
            .execute(arguments: [update.totals.settled.column])
    }
}
