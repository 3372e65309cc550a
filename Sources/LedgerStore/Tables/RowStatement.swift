import GRDB
import GRDBSQLite
import Ledger
import LedgerCrypto

/// A prepared statement for the rows of a block, run once for each.
///
/// It binds values straight to SQLite. GRDB's own arguments make a heap object for each value, which for small rows costs as much as
/// SQLite's work on them; and so would the copy that SQLite makes of bytes which it can't be sure of.
struct RowStatement {
    /// Keeps ``handle`` alive.
    private let statement: Statement
    private let handle: OpaquePointer
    private let blobs = BlobBuffer()

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
        var byteCount = 0
        for value in repeat each values { byteCount += value.blobByteCount }
        blobs.empty(for: byteCount)
        for value in repeat each values {
            place += 1
            let bound = value.bind(to: handle, at: place, by: blobs)
            if bound != SQLITE_OK { code = bound }
        }
        precondition(place == sqlite3_bind_parameter_count(handle), "a value for each question mark")
        if code == SQLITE_OK { code = sqlite3_step(handle) }
        // Resetting gives the same code again. Nothing may point at the blobs any longer, which must last until then.
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            withExtendedLifetime((statement, blobs)) {}
        }
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
    /// At most so many bytes of it are a blob.
    var blobByteCount: Int { get }
    /// - Returns: SQLite's result code.
    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32
}

/// Holds the blobs of a row while SQLite looks at them.
final class BlobBuffer {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 10, alignment: 1)
    private var used = 0

    /// Makes room for blobs of `byteCount` bytes in all. Nothing that was bound before may be looked at any more.
    func empty(for byteCount: Int) {
        used = 0
        guard byteCount > memory.count else { return }
        memory.deallocate()
        memory = .allocate(byteCount: 2 * byteCount, alignment: 1)
    }

    /// Binds a copy of `bytes`. No bytes at all are an empty blob, not NULL.
    func bind(_ bytes: UnsafeRawBufferPointer, to statement: OpaquePointer, at place: Int32) -> Int32 {
        guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, place, 0) }
        return bind(bytes.count, to: statement, at: place) { $0.copyMemory(from: bytes) }
    }

    /// Binds `byteCount` bytes, of which there is one at least, that `write` writes.
    func bind(
        _ byteCount: Int, to statement: OpaquePointer, at place: Int32, _ write: (UnsafeMutableRawBufferPointer) -> Void
    ) -> Int32 {
        let blob = UnsafeMutableRawBufferPointer(rebasing: memory[used..<used + byteCount])
        write(blob)
        used += byteCount
        return sqlite3_bind_blob64(statement, place, blob.baseAddress, sqlite3_uint64(byteCount), nil)
    }

    deinit { memory.deallocate() }
}

extension Int64: BoundValue {
    var blobByteCount: Int { 0 }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        sqlite3_bind_int64(statement, place, self)
    }
}

extension Optional: BoundValue where Wrapped == Int64 {
    var blobByteCount: Int { 0 }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        self?.bind(to: statement, at: place, by: blobs) ?? sqlite3_bind_null(statement, place)
    }
}

extension [UInt8]: BoundValue {
    var blobByteCount: Int { count }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        withUnsafeBytes { blobs.bind($0, to: statement, at: place) }
    }
}

extension CanonicalEncoder: BoundValue {
    var blobByteCount: Int { withUnsafeBytes(\.count) }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        withUnsafeBytes { blobs.bind($0, to: statement, at: place) }
    }
}

extension Digest: BoundValue {
    var blobByteCount: Int { Self.byteCount }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        withUnsafeBytes { blobs.bind($0, to: statement, at: place) }
    }
}
