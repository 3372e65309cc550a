/// A JSON value (RFC 8259) as it stands in a file: entries keep their order and their repetitions, numbers their text.
///
/// Made for files that people write and that decide about money: nothing is guessed, rounded or passed over.
package enum StrictJSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The digits as written; no number type rounds them.
    case number(String)
    case string(String)
    case array([StrictJSON])
    case object([Entry])

    package struct Entry: Sendable, Equatable {
        package let name: String
        package let value: StrictJSON

        package init(_ name: String, _ value: StrictJSON) {
            self.name = name
            self.value = value
        }
    }

    package static let byteLimit = 4 << 20
    package static let depthLimit = 32

    /// Reads one value and nothing after it but white space. Takes time and memory in proportion to the bytes.
    ///
    /// - Throws: ``JSONSyntaxFault`` with the line and column, for anything that RFC 8259 does not allow, a file of over
    ///   4 MiB, or values nested over 32 deep.
    package init(parsing bytes: [UInt8]) throws(JSONSyntaxFault) {
        guard bytes.count <= Self.byteLimit else {
            throw JSONSyntaxFault(
                line: 1, column: 1, got: "a file of \(bytes.count) bytes", allowed: "at most \(Self.byteLimit) bytes")
        }
        var parser = StrictJSONParser(bytes)
        self = try parser.parseFile()
    }

    /// The same value with the entries of objects in order of their names: two that are equal then say the same.
    package var sorted: StrictJSON {
        switch self {
        case .object(let entries):
            .object(entries.map { Entry($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }

    /// The value in a few words, for messages.
    package var summary: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let text): "the number \(text.count > 60 ? "\(text.prefix(60))…" : text)"
        case .string(let text): "'\(text.count > 100 ? "\(text.prefix(100))…" : text)'"
        case .array(let elements): "a list of \(elements.count)"
        case .object(let entries): "an object of \(entries.count) entries"
        }
    }
}

/// Why bytes are not JSON: what stands where, and what may stand there.
package struct JSONSyntaxFault: Error, Equatable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// Counted in bytes, from 1.
    package let column: Int
    package let got: String
    package let allowed: String

    package var place: String { "line \(line), column \(column)" }
    package var description: String { "\(place) is \(got); allowed is \(allowed)" }
}
