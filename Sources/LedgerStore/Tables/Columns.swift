import Foundation
import GRDB
import Ledger
import LedgerCrypto

/// A row whose columns are looked at before they are believed: what is not as it was written is ``Damage``, never a trap.
struct Columns {
    let row: Row
    let place: Damage.Place
    /// The row's key, put into words only where it is damaged: "height" and 12.
    private let name: String
    private let number: UInt64?

    init(row: Row, place: Damage.Place, key name: String, _ number: UInt64? = nil) {
        self.row = row
        self.place = place
        self.name = name
        self.number = number
    }

    private var key: String { number.map { "\(name) \($0)" } ?? name }

    func damage(found: String, expected: String) -> Damage {
        Damage(place, key, found: found, expected: expected)
    }

    func integer(_ column: Int) throws(Damage) -> UInt64 {
        guard let value = try optionalInteger(column) else { throw damage(found: "NULL", expected: "a number") }
        return value
    }

    func optionalInteger(_ column: Int) throws(Damage) -> UInt64? {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .null: return nil
        case .int64(let number) where number >= 0: return UInt64(number)
        default: throw damage(found: "\(value)", expected: "a number from 0 on")
        }
    }

    /// An integer that fits into a narrower type.
    func integer<Value: FixedWidthInteger>(_ column: Int, as type: Value.Type) throws(Damage) -> Value {
        let number = try integer(column)
        guard let value = Value(exactly: number) else {
            throw damage(found: "\(number)", expected: "at most \(Value.max)")
        }
        return value
    }

    func blob(_ column: Int) throws(Damage) -> [UInt8] {
        let value: DatabaseValue = row[column]
        guard case .blob(let data) = value.storage else { throw damage(found: "\(value)", expected: "bytes") }
        return [UInt8](data)
    }

    func text(_ column: Int) throws(Damage) -> String {
        let value: DatabaseValue = row[column]
        guard case .string(let text) = value.storage else { throw damage(found: "\(value)", expected: "a text") }
        return text
    }

    func value<Value: Canonical>(_ column: Int, as type: Value.Type = Value.self) throws(Damage) -> Value {
        do { return try Value(decoding: try blob(column)) } catch let damage as Damage { throw damage } catch {
            throw damage(found: "\(error)", expected: "the encoding of a \(Value.self)")
        }
    }

    /// An amount, as ``Amount`` is bound.
    func amount(_ column: Int) throws(Damage) -> Amount {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .int64(let number) where number >= 0: return Amount(UInt128(number))
        case .blob(let data):
            if let amount = Amount(column: data) { return amount }
            throw damage(
                found: "the bytes \(Hex.encode(data))", expected: "how many bytes an amount from 2^63 on has, and these"
            )
        default: throw damage(found: "\(value)", expected: "a number from 0 on, or bytes")
        }
    }
}

extension UInt64 {
    /// As SQLite keeps it. Numbers that the ledger counts stay far below 2⁶³; what a caller asks for above it is found nowhere.
    var column: Int64 { Int64(clamping: self) }
}

extension Canonical {
    var column: Data { Data(encoded) }
}
