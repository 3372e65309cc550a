import Foundation
import GRDB
package import Ledger
import LedgerCrypto
import Synchronization

extension LedgerStore {
    /// Writes a block and all that it changed as one transaction. When this returns, it is durable; when it throws, nothing was written.
    ///
    /// - Throws: ``StoreError/notNext(height:parent:expectedHeight:expectedParent:)`` where the block does not follow the head.
    package func commit(_ update: IndexUpdate) throws(StoreError) {
        try links.withLock { links throws(StoreError) in
            // Taken out: after a failure nobody knows whether the block is in the file, so they are read from it anew.
            if links == nil { links = try read { try Self.historyLinks($0) } }
            guard var current = links.take() else { preconditionFailure("the links were just read") }
            try write { db in try Self.write(update, &current, db) }
            // From here on the block is durable, with its index.
            links = current
        }
    }

    /// Nothing is durable before the last step: SQLite writes the pages to its log, and the commit's fsync makes all of them count at
    /// once. A crash anywhere before leaves the ledger at the block before.
    private static func write(_ update: IndexUpdate, _ links: inout HistoryLinks, _ db: Database) throws {
        try requireNext(update, db)
        try writeBlock(update, db)
        let first = links.next
        let postings = try links.link(update.postings)
        try writePostings(postings, from: first, height: update.header.header.height, db)
        let moved = Set(update.postings.flatMap(\.balances))
        for (index, record) in update.accounts {
            try writeAccount(index, record, links[index], keepsOrder: !moved.contains(UInt32(index)), db)
        }
        for (index, record) in update.spending { try writeSpending(index, record, db) }
        try writePending(update, db)
        try writeRevocations(update, db)
        try writeReferences(update, db)
        try Meta.totals.set(update.totals, db)
        if let policy = update.policy { try Meta.policy.set(policy, db) }
        try Meta.historyBefore.set(try Meta.frontiers.value(db, as: Frontiers.self).history, db)
        try Meta.frontiers.set(update.frontiers, db)
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

    /// - Parameter keepsOrder: whether balance and earned total are likely to be as they were, as where a credit is pending. Then
    ///   the orders by them need no change, which costs more than the row.
    static func writeAccount(
        _ index: Int, _ record: AccountRecord, _ tail: AccountTail, keepsOrder: Bool, _ db: Database
    ) throws {
        let (balance, earned) = (record.balance.sortableColumn, record.earned.sortableColumn)
        let (pending, last) = (tail.pending.sortableColumn, tail.lastPosting?.column)
        if keepsOrder {
            try db.cachedStatement(
                sql: """
                    UPDATE accounts SET record = ?, pending = ?, last_posting = ?
                    WHERE idx = ? AND balance = ? AND earned = ?
                    """
            ).execute(arguments: [record.column, pending, last, index, balance, earned])
            guard db.changesCount == 0 else { return }
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO accounts (idx, id, record, balance, earned, pending, last_posting)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idx)
                DO UPDATE SET record = excluded.record, balance = excluded.balance, earned = excluded.earned,
                    pending = excluded.pending, last_posting = excluded.last_posting
                """
        ).execute(arguments: [index, record.id.column, record.column, balance, earned, pending, last])
    }

    private static func writeSpending(_ index: Int, _ record: Spending, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO spending (idx, record) VALUES (?, ?) ON CONFLICT (idx) DO UPDATE SET record = excluded.record
                """
        ).execute(arguments: [index, record.column])
    }
}
