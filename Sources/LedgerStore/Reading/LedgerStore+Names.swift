import GRDB
package import Ledger

/// The texts behind handle accounts, which the chain knows by their hashes alone. They are for people: checked against the hash
/// whenever they are read, and no part of the truth.
extension LedgerStore {
    package func names(of ids: [AccountID]) throws(StoreError) -> [AccountID: Handle] {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT handle FROM names WHERE id = ?")
            var names: [AccountID: Handle] = [:]
            for id in ids where id.kind == .handle && names[id] == nil {
                guard let row = try Row.fetchOne(statement, arguments: [id.column]) else { continue }
                let columns = Columns(row: row, place: .names, key: id.description)
                names[id] = try Self.handle(try columns.text(0), of: id, columns)
            }
            return names
        }
    }

    /// Keeps the texts of handles, unless they are there.
    package func remember(handles: [Handle]) throws(StoreError) {
        guard !handles.isEmpty else { return }
        try write { db in
            let statement = try db.cachedStatement(
                sql: "INSERT INTO names (id, handle) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")
            for handle in handles { try statement.execute(arguments: [AccountID.handle(handle).column, handle.text]) }
        }
    }

    static func handle(_ text: String, of id: AccountID, _ columns: Columns) throws(Damage) -> Handle {
        guard let handle = Handle(text), AccountID.handle(handle) == id else {
            throw columns.damage(found: "'\(text)'", expected: "the handle whose hash this account is")
        }
        return handle
    }
}
