import GRDB
import Ledger
import LedgerCrypto

/// Compares an index with a replay: what each block appended while it is replayed, what stands now once the head is reached.
final class IndexCheck {
    let store: LedgerStore
    /// One connection that sees the ledger as it was when the check began.
    private let snapshot: DatabaseSnapshot
    private let height: UInt64
    private var rows: [Damage.Place: UInt64] = [:]
    private var damage: Damage?
    /// What the index must hold beside the records, as it comes up in the replay.
    var links = HistoryLinks()
    var freed: Set<ReferenceRecord> = []
    /// Of the transactions that were compared since the last whole run of ids.
    var ids: [Digest] = []
    var runsOfIDs = 0
    var rowsOfIDs = 0
    var rowsOfTransactions = 0
    var rowsOfPostings = 0
    var rowsOfReferences = 0
    private var isComplete = false

    init(_ store: LedgerStore) throws(StoreError) {
        self.store = store
        do {
            snapshot = try store.pool.makeSnapshot()
            (height, damage) = try snapshot.read { db in
                (try LedgerStore.headRow(db)?.header.header.height ?? 0, try Self.checkFile(db))
            }
        } catch { throw StoreError(error, in: store.directory) }
    }

    var blocks: StoredBlocks { StoredBlocks(directory: store.directory, reader: snapshot, last: height) }

    var report: IndexReport { IndexReport(rows: rows, damage: damage, isComplete: isComplete) }

    /// Compares a block that was just replayed, and after the head the rest. After the first difference nothing more is looked at.
    func observe(_ closed: borrowing ClosedBlock, _ block: Block) throws(StoreError) {
        try compare { db in
            try checkBlock(closed.state, block, db)
            try checkIDs(db)
            try checkRevocations(closed.changes.revocations, db)
            try checkPostings(closed.changes.postings, height: closed.state.height, db)
            try checkReferences(closed.changes, db)
            if closed.state.height == height { try checkStanding(closed.state, db) }
        }
    }

    /// Compares a ledger that has no blocks yet.
    func observeStart() throws(StoreError) {
        try compare { db in try checkStanding(LedgerState(genesis: store.genesis), db) }
    }

    private func compare(_ body: (Database) throws -> Void) throws(StoreError) {
        guard damage == nil else { return }
        do { try snapshot.read(body) } catch let found as Damage { damage = found } catch {
            throw StoreError(error, in: store.directory)
        }
    }

    /// SQLite's own check of the file: its pages, its indexes against their tables. What it declares was looked at when it was opened.
    private static func checkFile(_ db: Database) throws -> Damage? {
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
        guard findings != ["ok"] else { return nil }
        return Damage(
            .file, LedgerFolder.database, found: findings.first ?? "nothing",
            expected: "ok from SQLite's integrity_check")
    }

    /// What was compared so far: the number of a table's next row where its rows are numbered from 0 on.
    func compared(_ place: Damage.Place) -> UInt64 { rows[place, default: 0] }

    func count(_ place: Damage.Place, _ more: Int = 1) { rows[place, default: 0] += UInt64(more) }

    func require<Value: Equatable>(
        _ place: Damage.Place, _ key: @autoclosure () -> String, _ found: Value, _ expected: Value,
        as text: (Value) -> String = { "\($0)" }
    ) throws(Damage) {
        guard found != expected else { return }
        throw Damage(place, key(), found: text(found), expected: text(expected))
    }
}

extension IndexCheck {
    private func checkStanding(_ state: borrowing LedgerState, _ db: Database) throws {
        try require(.ids, "ids without a run", ids.count, 0)
        try checkCounts(state, db)
        try checkMeta(state, db)
        try checkAccounts(state, db)
        try checkSpending(state, db)
        try checkPending(state, db)
        try checkFreed(db)
        try checkNames(db)
        isComplete = true
    }

    /// No table that was compared block by block has rows beyond those of the replay.
    private func checkCounts(_ state: borrowing LedgerState, _ db: Database) throws {
        for (place, table, expected) in [
            (Damage.Place.blocks, "blocks", Int(compared(.blocks))),
            (.transactions, "transactions", rowsOfTransactions), (.ids, "id_runs", runsOfIDs),
            (.ids, "ids", rowsOfIDs),
            (.revocations, "revocations", Int(compared(.revocations))), (.postings, "postings", rowsOfPostings),
            (.references, "refs", rowsOfReferences),
        ] {
            try require(place, "rows", try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0, expected)
        }
    }
}
