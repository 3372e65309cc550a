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
            try write { db in
                countLogGrowth(db)
                try Self.write(update, &current, db)
            }
            // From here on the block is durable, with its index.
            links = current
        }
    }

    /// Nothing is durable before the last step: SQLite writes the pages to its log, and the commit's fsync makes all of them count at
    /// once. A crash anywhere before leaves the ledger at the block before.
    private static func write(_ update: IndexUpdate, _ links: inout HistoryLinks, _ db: Database) throws {
        try requireNext(update, db)
        try writeBlock(update, db)
        try writeIDs(update, db)
        let first = links.next
        let postings = try links.link(update.postings)
        try writePostings(postings, from: first, height: update.header.header.height, db)
        let (rows, changes) = (try AccountRows(db), AccountChanges(update.postings))
        for (index, record) in update.accounts {
            try rows.write(index, record, links[index], likely: changes.likely(index))
        }
        try writeSpending(update, db)
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
        let (height, first) = (update.header.header.height.column, update.firstTransaction.column)
        try RowStatement(
            db, "INSERT INTO blocks (height, hash, header, first_transaction, count) VALUES (?, ?, ?, ?, ?)"
        )
        .run(height, update.hash, update.header.encoded, first, Int64(update.transactions.count))
        let insert = try RowStatement(db, "INSERT INTO transactions (number, height, id, bytes) VALUES (?, ?, ?, ?)")
        for (offset, transaction) in update.transactions.enumerated() {
            try insert.run(first + Int64(offset), height, transaction.id, transaction.bytes)
        }
    }

    private static func writeSpending(_ update: IndexUpdate, _ db: Database) throws {
        let upsert = try RowStatement(
            db,
            "INSERT INTO spending (idx, record) VALUES (?, ?) ON CONFLICT (idx) DO UPDATE SET record = excluded.record")
        for (index, record) in update.spending { try upsert.run(Int64(index), record.encoded) }
    }
}
