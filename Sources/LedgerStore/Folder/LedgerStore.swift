import CSQLite
import GRDB
package import Ledger
package import LedgerCrypto
import LedgerFiles
import Synchronization

/// A ledger in a folder: the chain of blocks, which is the truth, and the index that is derived from it, in one SQLite file.
///
/// One process writes, under a lock held for life; any number of others read meanwhile. Each read sees one height, whole.
/// Every call blocks for as long as SQLite takes, and may be made from any thread.
package final class LedgerStore: Sendable {
    /// What a store is opened for.
    package enum Access: Sendable {
        case readOnly
        /// Takes the folder's lock.
        case readWrite
    }

    package let directory: String
    package let genesis: Genesis
    /// The genesis's hash, worked out once.
    package let chainID: Digest
    let pool: DatabasePool
    let growth = Atomic(0)
    /// The connection that folds in the log; opened at the first time.
    let folding = Mutex<DatabaseQueue?>(nil)
    private let lock: FolderLock?
    /// Of a writer: the files that it opened.
    private let files: [KeptFile]
    /// The number of the schema's last change that was looked at.
    let schemaVersion = Mutex<Int?>(nil)
    /// What the writer knows; read at the first commit.
    let known = Mutex<KnownAccounts?>(nil)
    /// What is pending at the last heights, once the state was loaded or a block was written.
    let sums = Mutex(PendingSums())

    /// Makes the folder unless it is there, and in it a ledger at height 0.
    ///
    /// An interrupted creation leaves no ledger, and can be repeated.
    ///
    /// - Precondition: the genesis has no faults.
    /// - Throws: ``StoreError/hasLedger(directory:)``, ``StoreError/locked(directory:process:)``.
    package static func create(at directory: String, genesis: Genesis) throws(StoreError) -> LedgerStore {
        precondition(genesis.faults.isEmpty, "a chain is started from a sound genesis")
        try LedgerFolder.make(directory)
        try LedgerFolder.requireFiles(directory)
        let lock = try FolderLock(directory)
        do {
            let pool = try openPool(directory, .readWrite)
            try pool.write { db in
                guard try !Schema.exists(db) else { throw StoreError.hasLedger(directory: directory) }
                try db.execute(sql: Schema.tables)
                try writeStart(LedgerState(genesis: genesis), db)
            }
            return try LedgerStore(directory, genesis, pool, lock)
        } catch { throw StoreError(error, in: directory) }
    }

    /// After so many pages of 4 KiB a commit folds the log into the database itself, because nobody called ``fold()``.
    package static let logPages = 4 * foldPages

    /// Opens the ledger of a folder. For ``Access/readWrite`` all that it holds is durable when this returns.
    ///
    /// - Throws: ``StoreError/noLedger(directory:)``, ``StoreError/format(directory:got:known:)``, and for
    ///   ``Access/readWrite`` ``StoreError/locked(directory:process:)``.
    package static func open(
        at directory: String, access: Access, logPages: Int = logPages
    ) throws(StoreError) -> LedgerStore {
        guard LedgerFolder.hasDatabase(directory) else { throw .noLedger(directory: directory) }
        try LedgerFolder.requireFiles(directory)
        let lock = access == .readWrite ? try FolderLock(directory) : nil
        do {
            let pool = try openPool(directory, access, logPages: logPages)
            let genesis = try readBounded(pool, bounded: access == .readOnly) { db in
                guard try Schema.exists(db) else { throw StoreError.noLedger(directory: directory) }
                let format = try Meta.format.value(db, as: FormatNumber.self).number
                guard format == Schema.format else {
                    throw StoreError.format(directory: directory, got: format, known: Schema.format)
                }
                return try storedGenesis(db)
            }
            if access == .readWrite { try makeDurable(pool) }
            return try LedgerStore(directory, genesis, pool, lock)
        } catch { throw StoreError(error, in: directory) }
    }

    private init(_ directory: String, _ genesis: Genesis, _ pool: DatabasePool, _ lock: FolderLock?) throws {
        self.directory = directory
        self.genesis = genesis
        chainID = genesis.chainID
        self.pool = pool
        self.lock = lock
        files = lock == nil ? [] : try LedgerFolder.keptFiles(directory)
    }

    var isWritable: Bool { lock != nil }

    /// Makes sure that the files which this writer opened are still the ones in its folder.
    ///
    /// - Throws: ``StoreError/vanished(path:)``, after which nothing more may be said to be durable.
    package func checkFiles() throws(StoreError) {
        do throws(FileError) { for file in files { try file.check() } } catch { throw StoreError(error, in: directory) }
    }
}

extension LedgerStore {
    /// The names of all files that a ledger's folder may hold.
    package static let fileNames: Set<String> = Set(LedgerFolder.names)

    /// How long, in seconds, a call waits for another process to let go of the database.
    private static let patience = 3.0

    /// Read before anybody uses SQLite, it lets it allocate without counting what it has. Later it changes nothing.
    private static let allocatesUncounted: Void = { _ = laurel_sqlite_allocate_uncounted() }()

    private static func openPool(
        _ directory: String, _ access: Access, logPages: Int = logPages
    ) throws -> DatabasePool {
        allocatesUncounted
        if access == .readWrite { try LedgerFolder.makePrivate(directory) }
        var configuration = distrusting(directory)
        configuration.readonly = access == .readOnly
        configuration.label = "ledger"
        // Whoever closes the database last folds in its log, and nobody can read for that moment.
        configuration.busyMode = .timeout(patience)
        let pool = try DatabasePool(path: "\(directory)/\(LedgerFolder.database)", configuration: configuration)
        guard access == .readWrite else { return pool }
        // SQLite made what was missing with the rights that the umask leaves.
        try LedgerFolder.makePrivate(directory)
        // GRDB puts a pool's writer at NORMAL, which may lose the last commits with the power; what was said to be
        // committed must stay so. The setting only changes outside of a transaction, and is silent where it did not.
        let level = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Pages that blocks change all over the tables should be written back to their places seldom.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
            // Debian's SQLite overwrites what is deleted with zeros, and writes pages that are free. Nothing here is secret.
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        precondition(level == 2, "SQLite did not take synchronous = FULL, it reads \(level ?? -1)")
        return pool
    }

    /// Runs `body` on one state of the ledger: within ``atOneHeight(_:)`` on that one.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            // Apart from what is read at one height, each is in a transaction of its own.
            return try pool.unsafeReentrantRead { db in
                guard !db.isInsideTransaction else { return try body(db) }
                // What is opened to be looked at may come from a stranger.
                return try isWritable ? Self.inTransaction(db, body) : db.bounded { try Self.inTransaction(db, body) }
            }
        } catch { throw StoreError(error, in: directory) }
    }

    private static func inTransaction<Value>(_ db: Database, _ body: (Database) throws -> Value) throws -> Value {
        var value: Value?
        try db.inTransaction(.deferred) {
            value = try body(db)
            return .commit
        }
        guard let value else { preconditionFailure("a transaction that has ended has run its body") }
        return value
    }

    /// Runs `body`, which sees one state of the ledger however often it reads, and sets up one transaction for all of it.
    ///
    /// - Throws: what `body` throws; ``StoreError``.
    package func atOneHeight<Value>(_ body: () throws -> Value) throws -> Value {
        try read { _ in Result { try body() } }.get()
    }

    /// Runs `body` as one transaction, which is durable when this returns. When it throws, nothing was written; only where the files are
    /// gone, nobody knows.
    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        guard isWritable else { throw .readOnly(directory: directory) }
        do {
            try checkFiles()
            let result = try pool.write { db in
                try requireSchema(db)
                return try body(db)
            }
            try checkFiles()
            return result
        } catch { throw StoreError(error, in: directory) }
    }

    private static func storedGenesis(_ db: Database) throws -> Genesis {
        let genesis = try Meta.genesis.value(db, as: Genesis.self)
        let chain = try Meta.chain.value(db, as: Digest.self)
        guard genesis.chainID == chain else {
            throw Damage(
                .meta, Meta.genesis.rawValue, found: "one of chain \(genesis.chainID)", expected: "one of \(chain)")
        }
        return genesis
    }

    /// Writes what a ledger holds at height 0.
    private static func writeStart(_ state: borrowing LedgerState, _ db: Database) throws {
        try Meta.format.set(FormatNumber(Schema.format), db)
        try Meta.genesis.set(state.genesis, db)
        try Meta.chain.set(state.chainID, db)
        try Meta.totals.set(state.totals, db)
        try Meta.policy.set(state.policy, db)
        try Meta.frontiers.set(state.frontiers, db)
        try Meta.historyBefore.set(Frontier(), db)
        var known = KnownAccounts()
        try known.write(state.accounts.enumerated().map { ($0, $1) }, db)
    }
}
