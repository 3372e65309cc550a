import GRDB
import GRDBSQLite
import Synchronization

extension LedgerStore {
    /// After so many pages of 4 KiB it is time to ``fold()``.
    package static let foldPages = 8192

    /// How many pages the log has grown by since it was last folded in. A commit is counted by the next.
    package var logGrowth: Int { growth.load(ordering: .relaxed) }

    /// Copies what SQLite's log holds to its place in the database and makes that durable, on a connection of its own: commits and
    /// reads go on meanwhile, from any thread.
    ///
    /// What is committed meanwhile stays in the log. If nothing is, the next commit begins the log anew.
    package func fold() throws(StoreError) {
        guard isWritable else { throw .readOnly(directory: directory) }
        do {
            try checkFiles()
            try folding.withLock { queue in
                let connection = try queue ?? openFolding()
                queue = connection
                growth.store(0, ordering: .relaxed)
                try connection.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
            }
        } catch { throw StoreError(error, in: directory) }
    }

    private func openFolding() throws -> DatabaseQueue {
        var configuration = Self.distrusting(directory)
        configuration.label = "folding"
        let queue = try DatabaseQueue(path: "\(directory)/\(LedgerFolder.database)", configuration: configuration)
        // Log and database are synced, in that order, before the log may begin anew.
        try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return queue
    }

    /// Counts the pages that this connection has put into the log since it was last asked.
    func countLogGrowth(_ db: Database) {
        var (pages, highest): (Int32, Int32) = (0, 0)
        sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, 1)
        growth.add(Int(pages), ordering: .relaxed)
    }
}
