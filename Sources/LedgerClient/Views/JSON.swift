import FoundationEssentials

/// JSON as it goes over the wire: keys sorted, slashes as they are, so the same view is always the same text.
package enum JSON {
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// How many lists and objects may lie within each other: twice what the deepest view has.
    package static let depthLimit = 32

    /// Reads a value in time proportional to its bytes. Depth is limited before anything is decoded, since a decoder's work
    /// for each value grows with the depth at which it lies.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8]
    ) throws(JSONFault) -> Value {
        if let offset = firstTooDeep(bytes) { throw JSONFault(tooDeepAt: offset) }
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch { throw JSONFault(error) }
    }
}

extension JSON {
    /// Where a list or an object begins that lies deeper than ``depthLimit``; nil where none does.
    private static func firstTooDeep(_ bytes: [UInt8]) -> Int? {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for (offset, byte) in bytes.enumerated() {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > depthLimit { return offset }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return nil
    }
}

/// Why bytes are not the JSON that was expected: what is wrong, and where.
package struct JSONFault: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(tooDeepAt offset: Int) {
        description = "at byte \(offset) it is nested deeper than the \(JSON.depthLimit) levels that are allowed"
    }

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
