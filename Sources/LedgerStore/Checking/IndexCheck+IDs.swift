import GRDB
import Ledger
import LedgerCrypto

extension IndexCheck {
    /// Compares the runs of ids that end with the transactions compared so far. Which transactions share a run is the index's own affair.
    func checkIDs(_ db: Database) throws {
        while !ids.isEmpty {
            let first = compared(.ids)
            let statement = try db.cachedStatement(sql: "SELECT first, count FROM id_runs WHERE first = ?")
            guard let row = try Row.fetchOne(statement, arguments: [first.column]).map({ try IDRunRow($0) }) else {
                throw Damage(.ids, "run \(first)", found: "no row", expected: "the ids from transaction \(first) on")
            }
            guard row.count <= ids.count else { return }
            try checkRun(IDRun(first: first, ids: Array(ids.prefix(row.count))), db)
            ids.removeFirst(row.count)
            count(.ids, row.count)
            runsOfIDs += 1
        }
    }

    private func checkRun(_ expected: IDRun, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT prefix, entries FROM ids WHERE run = ? ORDER BY prefix")
        let found = try Row.fetchCursor(statement, arguments: [expected.first.column])
        for (prefix, bytes) in expected.rows {
            let key = "run \(expected.first), prefix \(prefix)"
            guard let row = try found.next() else {
                throw Damage(.ids, key, found: "no row", expected: "\(bytes.count / 8) ids")
            }
            let columns = Columns(row: row, place: .ids, key: key)
            try require(.ids, key, try columns.integer(0), prefix)
            try require(.ids, key, try columns.blob(1), bytes) { Hex.encode($0) }
            rowsOfIDs += 1
        }
    }
}
