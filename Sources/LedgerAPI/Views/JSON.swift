import FoundationEssentials
import LedgerText

/// JSON as it goes over the wire: keys sorted, slashes as they are, so the same view is always the same text.
package enum JSON {
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Decodes what may come from anybody, in time and memory that are in proportion to its bytes.
    ///
    /// - Throws: what is wrong and where; also for anything nested deeper, or of more values, than ``JSONShape`` allows.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8]
    ) throws(JSONFault) -> Value {
        if let fault = JSONShape.fault(in: bytes) { throw JSONFault(fault) }
        let decoder = JSONDecoder()
        decoder.userInfo[JSONValue.Count.key] = JSONValue.Count()
        do { return try decoder.decode(type, from: Data(bytes)) } catch { throw JSONFault(error) }
    }
}

/// Why bytes are not the JSON that was expected: what is wrong, and where.
package struct JSONFault: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    init(_ error: any Error) {
        description =
            switch error {
            case DecodingError.keyNotFound(let key, let context):
                "the entry \(Self.path(context.codingPath + [key])) is missing"
            case DecodingError.valueNotFound(_, let context): "the entry \(Self.path(context.codingPath)) is null"
            case DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty:
                "it is JSON of another kind"
            case DecodingError.typeMismatch(_, let context):
                "the entry \(Self.path(context.codingPath)) is of another kind"
            case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty: "it is not JSON"
            case DecodingError.dataCorrupted(let context):
                "the entry \(Self.path(context.codingPath)) is wrong: \(context.debugDescription)"
            default: "\(error)"
            }
    }

    /// As in `transactions[2].sender.id`.
    private static func path(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return path
    }
}
