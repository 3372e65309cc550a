package import Ledger
import LedgerCrypto
import Synchronization

/// Any JSON but fractions and null, which nothing here has.
package enum JSONValue: Codable, Sendable, Equatable {
    case text(String)
    case number(UInt64)
    case list([JSONValue])
    case group([String: JSONValue])

    /// Tries each kind by what stands first, never by what is inside: a kind that was found is not given up for a fault in it, so each value
    /// is looked at once however deep it lies.
    package init(from decoder: any Decoder) throws {
        if let count = decoder.userInfo[Count.key] as? Count, !count.goesOn() {
            let what = "it has over \(Count.limit) values, which no action has"
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: what))
        }
        let single = try decoder.singleValueContainer()
        if let text = try? single.decode(String.self) {
            self = .text(text)
        } else if let container = try? decoder.container(keyedBy: Name.self) {
            let entries = try container.allKeys.map {
                ($0.stringValue, try container.decode(JSONValue.self, forKey: $0))
            }
            self = .group(Dictionary(entries, uniquingKeysWith: { first, _ in first }))
        } else if var container = try? decoder.unkeyedContainer() {
            var items: [JSONValue] = []
            while !container.isAtEnd { items.append(try container.decode(JSONValue.self)) }
            self = .list(items)
        } else {
            self = .number(try single.decode(UInt64.self))
        }
    }

    /// How many values of unknown kind were decoded so far. Finding a value's kind costs a decoder far more than decoding what is expected.
    final class Count: Sendable {
        static let limit = 65_536
        static let key = CodingUserInfoKey(rawValue: "laurel.values")!  // nil is no text's answer
        private let count = Mutex(0)

        /// Whether one more is allowed.
        func goesOn() -> Bool {
            count.withLock {
                $0 += 1
                return $0 <= Self.limit
            }
        }
    }

    /// The name of an entry, whatever it is.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
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
