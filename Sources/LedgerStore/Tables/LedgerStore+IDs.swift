import GRDB
import Ledger
import LedgerCrypto

/// Finding transactions by their ids.
extension LedgerStore {
    /// Appends a run with the block's ids, and merges it with those before it as far as they are not much longer.
    static func writeIDs(_ update: IndexUpdate, _ db: Database) throws {
        guard !update.transactions.isEmpty else { return }
        var run = IDRun(first: update.firstTransaction, ids: update.transactions.map(\.id))
        let last = try db.cachedStatement(sql: "SELECT first, count FROM id_runs ORDER BY first DESC LIMIT 1")
        while let before = try Row.fetchOne(last).map({ try IDRunRow($0) }),
            IDRun.takesIn(before: before.count, count: run.count)
        {
            guard before.end == run.first else {
                throw before.damage(found: "its end at \(before.end)", expected: "\(run.first)")
            }
            run = run.merged(with: try idRun(before, db))
            try RowStatement(db, "DELETE FROM ids WHERE run = ?").run(before.first.column)
            try RowStatement(db, "DELETE FROM id_runs WHERE first = ?").run(before.first.column)
        }
        try RowStatement(db, "INSERT INTO id_runs (first, count) VALUES (?, ?)").run(run.first.column, Int64(run.count))
        let insert = try RowStatement(db, "INSERT INTO ids (run, prefix, entries) VALUES (?, ?, ?)")
        for row in run.rows { try insert.run(run.first.column, row.prefix.column, row.bytes) }
    }

    /// A whole run.
    static func idRun(_ row: IDRunRow, _ db: Database) throws -> IDRun {
        let statement = try db.cachedStatement(sql: "SELECT entries FROM ids WHERE run = ? ORDER BY prefix")
        let rows = try Row.fetchCursor(statement, arguments: [row.first.column])
        var entries: [UInt64] = []
        entries.reserveCapacity(row.count)
        while let part = try rows.next() {
            entries += IDRun.entries(in: try Columns(row: part, place: .ids, key: "run", row.first).blob(0))
        }
        guard entries.count == row.count else {
            throw row.damage(found: "\(entries.count) ids", expected: "\(row.count)")
        }
        // A merge would spread what is out of order over the whole run.
        guard zip(entries, entries.dropFirst()).allSatisfy(<), entries.allSatisfy({ $0 & 0xFF_FFFF < row.count }) else {
            throw row.damage(found: "ids out of order", expected: "\(row.count) ids in ascending order")
        }
        return IDRun(first: row.first, entries: entries)
    }

    /// The numbers of the transactions whose ids begin as this one does: nearly always one or none.
    static func numbers(like id: Digest, _ db: Database) throws -> [UInt64] {
        let prefix = IDRun.prefix(id)
        let statement = try db.cachedStatement(
            sql: """
                SELECT first, (SELECT entries FROM ids WHERE run = first AND prefix <= ? ORDER BY prefix DESC LIMIT 1)
                FROM id_runs
                """)
        let rows = try Row.fetchCursor(statement, arguments: [prefix.column])
        var numbers: [UInt64] = []
        while let row = try rows.next() {
            let first = try Columns(row: row, place: .ids, key: "a run").integer(0)
            // No row where all ids of the run are larger.
            guard !row.hasNull(atIndex: 1) else { continue }
            let entries = IDRun.entries(in: try Columns(row: row, place: .ids, key: "run", first).blob(1))
            for entry in entries where entry >> 24 == prefix { numbers.append(first + (entry & 0xFF_FFFF)) }
        }
        return numbers
    }
}

/// A row of `id_runs`.
struct IDRunRow {
    let first: UInt64
    let count: Int
    var end: UInt64 { first + UInt64(count) }

    init(_ row: Row) throws(Damage) {
        first = try Columns(row: row, place: .ids, key: "a run").integer(0)
        let columns = Columns(row: row, place: .ids, key: "run", first)
        count = try columns.integer(1, as: Int.self)
        guard (1...IDRun.countLimit).contains(count) else {
            throw columns.damage(found: "\(count) ids", expected: "1…\(IDRun.countLimit)")
        }
    }

    func damage(found: String, expected: String) -> Damage {
        Damage(.ids, "run \(first)", found: found, expected: expected)
    }
}
