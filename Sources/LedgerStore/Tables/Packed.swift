import Foundation
import GRDB
import Ledger

/// A value whose encoding always has the same size, so that many of them can lie in one blob and each be found by its place.
protocol Packable: Canonical {
    static var packedBytes: Int { get }
}

extension [UInt8] {
    /// The encodings of values, one behind the other.
    init<Value: Packable>(packing values: some Collection<Value>) {
        var encoder = CanonicalEncoder(reserving: values.count * Value.packedBytes)
        for value in values { value.encode(to: &encoder) }
        precondition(encoder.bytes.count == values.count * Value.packedBytes, "\(Value.self) has one size")
        self = encoder.bytes
    }
}

extension Columns {
    /// All values of a packed blob, which holds at least one.
    func packed<Value: Packable>(_ column: Int, as: Value.Type = Value.self) throws(Damage) -> [Value] {
        let bytes = try packedBlob(column, of: Value.self)
        var decoder = CanonicalDecoder(bytes)
        var values: [Value] = []
        values.reserveCapacity(bytes.count / Value.packedBytes)
        do {
            while decoder.remaining > 0 { values.append(try Value(from: &decoder)) }
        } catch { throw damage(found: "\(error)", expected: "encodings of a \(Value.self)") }
        return values
    }

    /// The bytes of a packed blob, of which nothing but the length was looked at.
    func packedBlob<Value: Packable>(_ column: Int, of: Value.Type) throws(Damage) -> [UInt8] {
        let bytes = try blob(column)
        guard !bytes.isEmpty, bytes.count.isMultiple(of: Value.packedBytes) else {
            throw damage(found: "\(bytes.count) bytes", expected: "a multiple of \(Value.packedBytes), more than 0")
        }
        return bytes
    }
}

extension ReferenceRecord: Packable {
    static var packedBytes: Int { 24 }
}
