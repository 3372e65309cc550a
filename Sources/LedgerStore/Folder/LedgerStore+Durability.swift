import GRDB
import Synchronization

extension LedgerStore {
    /// Makes durable what the ledger holds now, however it came to be there.
    ///
    /// A commit counts for SQLite as soon as it is whole in the log. If the process ended between writing and syncing it, or if the sync failed,
    /// then a later start finds a block that the disk may still forget; and after a failed sync, a sync that succeeds says nothing about
    /// what was written before. So before anything is built on what is there, it is written anew to its place in the database and
    /// synced there, which is what folding in the log does.
    package func makeDurable() throws(StoreError) {
        // Nobody folds meanwhile: SQLite would refuse to do it twice.
        do {
            try checkFiles()
            try folding.withLock { _ in try Self.makeDurable(pool) }
        } catch { throw StoreError(error, in: directory) }
    }

    static func makeDurable(_ pool: DatabasePool) throws {
        let isFolded = try pool.writeWithoutTransaction { db in
            guard let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") else { return false }
            let (frames, folded): (Int, Int) = (row[1], row[2])
            // Both are -1 where another process is just folding.
            return frames >= 0 && frames == folded
        }
        // At this point all blocks are durable in the database, unless somebody reads an older state: then the log stays, and is synced by a
        // commit of its own.
        guard !isFolded else { return }
        try pool.write { db in
            // A value that is set to what it is changes no page, and without a changed page SQLite commits, and syncs, nothing.
            try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [Meta.format.rawValue])
            try Meta.format.set(FormatNumber(Schema.format), db)
        }
    }
}
