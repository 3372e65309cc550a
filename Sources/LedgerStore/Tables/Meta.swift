import Foundation
import GRDB
import Ledger
import LedgerCrypto

/// The single values beside the tables.
enum Meta: String, CaseIterable {
    /// ``Schema/format``, 8 bytes.
    case format
    case genesis
    case chain
    case totals
    case policy
    case frontiers
    /// The history's frontier before the head was appended: its root is the `historyRoot` of the head's header.
    case historyBefore

    func value<Value: Canonical>(_ db: Database, as type: Value.Type = Value.self) throws -> Value {
        let statement = try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?")
        guard let row = try Row.fetchOne(statement, arguments: [rawValue]) else {
            throw Damage(.meta, rawValue, found: "no row", expected: "the encoding of a \(Value.self)")
        }
        return try Columns(row: row, place: .meta, key: rawValue).value(0)
    }

    /// The largest is the genesis, of which a file has 4 MiB at most.
    static let longest = 8 << 20

    /// Makes sure that all that is there may be read. The lengths stand before the values, so that a large one is not loaded for this; but to
    /// look for a key SQLite loads each value that it passes, and so all are walked through.
    ///
    /// - Throws: ``Damage``.
    static func requireBounded(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT substr(key, 1, 40), length(value) FROM meta LIMIT 40") {
            guard let length: Int = row[1], length > longest else { continue }
            let key: String = row[0] ?? ""
            throw Damage(.meta, key, found: "\(length) bytes", expected: "at most \(longest)")
        }
    }

    func set(_ value: some Canonical, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        try statement.execute(arguments: [rawValue, value.column])
    }
}

/// A number as a value of its own.
struct FormatNumber: Canonical {
    let number: UInt64
    init(_ number: UInt64) { self.number = number }
    func encode(to encoder: inout CanonicalEncoder) { encoder.write(number) }
    init(from decoder: inout CanonicalDecoder) throws(DecodingFault) { number = try decoder.readInteger() }
}
