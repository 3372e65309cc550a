import CSQLite
import GRDB
import Synchronization

/// A database may come from anybody: a backup, a download, a machine that others use. None of what it declares is run before it is known to be
/// what a ledger declares.
extension LedgerStore {
    /// How long, in seconds, one look at a ledger that is only read may take.
    static let readingSeconds = 20

    /// What every connection begins with.
    static func distrusting(_ directory: String) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            let code = laurel_sqlite_distrust(db.sqliteConnection)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try db.bounded { try Schema.check(db, of: directory) }
        }
        return configuration
    }

    /// Runs `body` on a state of a ledger that is just being opened.
    static func readBounded<Value>(
        _ pool: DatabasePool, bounded: Bool, _ body: (Database) throws -> Value
    ) throws -> Value {
        try pool.read { db in try bounded ? db.bounded { try body(db) } : body(db) }
    }

    /// Looks at the schema again where somebody has changed it since. To be called within a transaction that writes.
    func requireSchema(_ db: Database) throws {
        let version = try Int.fetchOne(try db.cachedStatement(sql: "PRAGMA schema_version"))
        guard schemaVersion.withLock({ $0 }) != version else { return }
        try Schema.check(db, of: directory)
        schemaVersion.withLock { $0 = version }
    }
}

extension Database {
    /// Runs `body`, and interrupts it where SQLite is still busy after ``LedgerStore/readingSeconds``. A file can be made so that a walk through
    /// its pages never ends.
    func bounded<Value>(seconds: Int = LedgerStore.readingSeconds, _ body: () throws -> Value) throws -> Value {
        var end = ContinuousClock.now + .seconds(seconds)
        return try withUnsafeMutablePointer(to: &end) { end in
            // Asked after so many of SQLite's steps, of which it does some millions a second.
            sqlite3_progress_handler(
                sqliteConnection, 100_000,
                { context in
                    guard let end = context?.assumingMemoryBound(to: ContinuousClock.Instant.self) else { return 0 }
                    return ContinuousClock.now < end.pointee ? 0 : 1
                }, end)
            defer { sqlite3_progress_handler(sqliteConnection, 0, nil, nil) }
            return try body()
        }
    }
}
