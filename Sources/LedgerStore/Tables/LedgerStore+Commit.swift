import GRDB
package import Ledger
import LedgerCrypto
import Synchronization

extension LedgerStore {
    /// Writes a block and all that it changed as one transaction. When this returns, it is durable; when it throws, nothing was written.
    ///
    /// - Throws: ``StoreError/notNext(height:parent:expectedHeight:expectedParent:)`` where the block does not follow the head.
    package func commit(_ update: IndexUpdate) throws(StoreError) {
        try known.withLock { known throws(StoreError) in
            // What is known of the accounts is taken out until the block is written. A commit that fails leaves it gone, and the next one reads
            // it from the file: only the file says then whether the block is in it.
            if known == nil { known = try read { try Self.knownAccounts($0) } }
            guard var current = known.take() else { preconditionFailure("the accounts were just read") }
            try write { db in
                countLogGrowth(db)
                try current.fitCache(db)
                try Self.write(update, &current, db)
                // The sum of what is pending is kept before anybody can see the block. Who sees a block without its sum must add up all accounts.
                let (height, pending) = (update.header.header.height, current.links.pending)
                sums.withLock { $0[height] = pending }
            }
            // From here on the block is durable, with its index.
            known = current
        }
    }

    /// Nothing is durable before the last step: SQLite writes the pages to its log, and the commit's fsync makes all of them count at
    /// once. A crash anywhere before leaves the ledger at the block before.
    private static func write(_ update: IndexUpdate, _ known: inout KnownAccounts, _ db: Database) throws {
        try requireNext(update, db)
        try writeBlock(update, db)
        try writeTransactions(update, db)
        try writeIDs(update, db)
        let first = known.links.next
        let postings = try known.links.link(update.postings)
        try writePostings(postings, from: first, height: update.header.header.height, db)
        try known.write(update.accounts, db)
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
        try RowStatement(db, "INSERT INTO blocks (\(BlockRow.columns)) VALUES (?, ?, ?, ?, ?)")
            .run(
                update.header.header.height.column, update.hash, update.header.encoded, update.firstTransaction.column,
                Int64(update.transactions.count))
    }

    private static func writeSpending(_ update: IndexUpdate, _ db: Database) throws {
        let upsert = try RowStatement(
            db,
            "INSERT INTO spending (idx, record) VALUES (?, ?) ON CONFLICT (idx) DO UPDATE SET record = excluded.record")
        for (index, record) in update.spending { try upsert.run(Int64(index), record.encoded) }
    }
}
