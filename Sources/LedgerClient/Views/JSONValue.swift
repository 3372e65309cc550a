package import Ledger
import LedgerCrypto

/// Any JSON but fractions and null, which nothing here has.
package enum JSONValue: Codable, Sendable, Equatable {
    case text(String)
    case number(UInt64)
    case list([JSONValue])
    case group([String: JSONValue])

    /// The container tells the kind, so nothing is read twice, however deep it lies.
    package init(from decoder: any Decoder) throws {
        if var items = try? decoder.unkeyedContainer() {
            var list: [JSONValue] = []
            while !items.isAtEnd { list.append(try items.decode(JSONValue.self)) }
            self = .list(list)
        } else if let entries = try? decoder.container(keyedBy: EntryName.self) {
            var group: [String: JSONValue] = [:]
            for name in entries.allKeys { group[name.stringValue] = try entries.decode(JSONValue.self, forKey: name) }
            self = .group(group)
        } else {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try value.decode(UInt64.self))
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        case .group(let group): try container.encode(group)
        }
    }
}

/// The name of an entry of any object.
private struct EntryName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension JSONValue {
    /// The fields of an action as an object: amounts as text in minor units, accounts as `laurel1…`, bytes in hex, lengths of time as `7d`.
    package init(_ fields: [Field]) {
        self = .group(Dictionary(fields.map { ($0.name, JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
    }

    private init(_ value: Field.Value) {
        self =
            switch value {
            case .account(let account): .text(account.description)
            case .amount(let amount): .text(amount.description)
            case .duration(let duration): .text(duration.description)
            case .hash(let hash): .text(hash.hex)
            case .key(let key): .text(key.hex)
            case .number(let number): .number(number)
            case .text(let text): .text(text)
            case .group(let fields): JSONValue(fields)
            case .list(let values): .list(values.map { JSONValue($0) })
            }
    }
}
