import GRDB
import GRDBSQLite
import Ledger
import LedgerCrypto

/// A prepared statement for the rows of a block, run once for each.
///
/// It binds values straight to SQLite. GRDB's own arguments make a heap object for each value, which for small rows costs as much as
/// SQLite's work on them.
struct RowStatement {
    /// Keeps ``handle`` alive.
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Runs it with `values` for its question marks, in their order.
    ///
    /// - Precondition: there are as many values as question marks.
    /// - Returns: how many rows it changed.
    /// - Throws: `DatabaseError`.
    @discardableResult
    func run<each Value: BoundValue>(_ values: repeat each Value) throws -> Int {
        let connection = sqlite3_db_handle(handle)
        var place: Int32 = 0
        var code = SQLITE_OK
        for value in repeat each values {
            place += 1
            let bound = value.bind(to: handle, at: place)
            if bound != SQLITE_OK { code = bound }
        }
        precondition(place == sqlite3_bind_parameter_count(handle), "a value for each question mark")
        if code == SQLITE_OK { code = sqlite3_step(handle) }
        // Resetting gives the same code again.
        defer { sqlite3_reset(handle) }
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)),
                sql: String(cString: sqlite3_sql(handle)))
        }
        return Int(sqlite3_changes(connection))
    }
}

/// What can stand for a question mark.
protocol BoundValue {
    /// - Returns: SQLite's result code.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32
}

extension Int64: BoundValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 { sqlite3_bind_int64(statement, place, self) }
}

extension Optional: BoundValue where Wrapped == Int64 {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        self?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
    }
}

extension [UInt8]: BoundValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUnsafeBytes { bindBlob($0, statement, place) }
    }
}

extension Digest: BoundValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUnsafeBytes { bindBlob($0, statement, place) }
    }
}

extension Amount: BoundValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withOrderedBytes { bindBlob($0, statement, place) }
    }
}

/// SQLite takes a copy of the bytes. No bytes at all are an empty blob, not NULL.
private func bindBlob(_ bytes: UnsafeRawBufferPointer, _ statement: OpaquePointer, _ place: Int32) -> Int32 {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, place, 0) }
    // SQLITE_TRANSIENT, a macro with a cast of -1 to a function pointer, which Swift does not import.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return sqlite3_bind_blob64(statement, place, start, sqlite3_uint64(bytes.count), copied)
}
