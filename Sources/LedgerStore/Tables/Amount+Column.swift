import Foundation
import GRDB
import GRDBSQLite
import Ledger

/// Amounts as SQLite keeps and orders them. Below 2^63 they are its own integers, which come before any bytes and are compared in a fraction
/// of the time. From there on they are bytes: how many follow, then the number in as few as it takes, most significant first.
extension Amount: BoundValue {
    private static let columnByteLimit = 17

    var blobByteCount: Int { Self.columnByteLimit }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        if let number = Int64(exactly: units) { return sqlite3_bind_int64(statement, place, number) }
        let count = (UInt128.bitWidth - units.leadingZeroBitCount + 7) / 8
        return blobs.bind(1 + count, to: statement, at: place) { memory in
            memory[0] = UInt8(count)
            withUnsafeBytes(of: units.bigEndian) { memory[1...].copyBytes(from: $0.suffix(count)) }
        }
    }

    /// - Returns: nil where the bytes are none that an amount is kept as.
    init?(column bytes: Data) {
        guard let count = bytes.first, count < Self.columnByteLimit, bytes.count == Int(count) + 1 else { return nil }
        let digits = bytes.dropFirst()
        let units = digits.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        guard digits.first != 0, Int64(exactly: units) == nil else { return nil }
        self.init(units)
    }

    /// The same as a value to compare columns with.
    var sqlValue: DatabaseValue {
        if let number = Int64(exactly: units) { return number.databaseValue }
        let count = (UInt128.bitWidth - units.leadingZeroBitCount + 7) / 8
        return (Data([UInt8(count)]) + withUnsafeBytes(of: units.bigEndian) { Data($0.suffix(count)) }).databaseValue
    }
}
