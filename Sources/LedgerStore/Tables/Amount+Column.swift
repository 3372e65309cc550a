import Foundation
import GRDBSQLite
import Ledger

/// Amounts as SQLite keeps and orders them: as its own integers below 2^63, which all that occur in life are, and from there on as 16
/// bytes, most significant first. Any integer comes before any bytes, and integers are compared in a fraction of the time of bytes.
extension Amount: BoundValue {
    private static let columnByteCount = 16

    var blobByteCount: Int { Self.columnByteCount }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        if let number = Int64(exactly: units) { return sqlite3_bind_int64(statement, place, number) }
        return withUnsafeBytes(of: units.bigEndian) { blobs.bind($0, to: statement, at: place) }
    }

    /// - Returns: nil where the bytes are none that an amount is kept as.
    init?(column bytes: Data) {
        guard bytes.count == Self.columnByteCount else { return nil }
        let units = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        guard Int64(exactly: units) == nil else { return nil }
        self.init(units)
    }
}
