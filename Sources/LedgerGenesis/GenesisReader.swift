import Ledger
import LedgerCrypto
import LedgerText

/// Reads the parts of a genesis file and gathers what is wrong with them. What can't be read is replaced by a value in
/// range, so that the rest is checked all the same; the result counts only if there are no faults.
struct GenesisReader {
    private(set) var faults: [PolicyFault] = []
    /// The threshold accounts that the file names by their keys.
    var thresholds: NamedThresholds = [:]

    mutating func fault(_ path: String, _ got: String, _ allowed: String) {
        faults.append(PolicyFault(path: path, got: got, allowed: allowed))
    }

    private static let wholeFile = "the file"

    /// Whether the value at `path`, one inside of it or one that it is inside of could not be read.
    func hasFault(at path: String) -> Bool {
        faults.contains {
            $0.path == path || $0.path == Self.wholeFile || path.hasPrefix($0.path + ".")
                || $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "[")
        }
    }

    /// The entries of an object by name. Unknown, repeated and missing ones are faults; of repeated ones the first counts.
    ///
    /// - Parameter optional: names that may be missing.
    mutating func object(
        _ value: StrictJSON?, at path: String, _ names: [String], optional: [String] = []
    ) -> [String: StrictJSON] {
        guard let value else { return [:] }
        let allowed = "an object of \(names.joined(separator: ", "))"
        guard case .object(let entries) = value else {
            fault(path.isEmpty ? Self.wholeFile : path, value.summary, allowed)
            return [:]
        }
        let prefix = path.isEmpty ? "" : path + "."
        var found: [String: StrictJSON] = [:]
        for entry in entries {
            if !names.contains(entry.name), !optional.contains(entry.name) {
                fault(prefix + entry.name, "an unknown entry", "one of \(names.joined(separator: ", "))")
            } else if found[entry.name] != nil {
                fault(prefix + entry.name, "there more than once", "once")
            } else {
                found[entry.name] = entry.value
            }
        }
        for name in names where found[name] == nil { fault(prefix + name, "missing", "exactly one entry of this name") }
        return found
    }

    /// The elements of a list that could be read, each with its place. Repeated ones are faults.
    mutating func list<Value>(
        _ value: StrictJSON?, at path: String, of what: String, by key: (Value) -> some Hashable,
        read: (inout GenesisReader, StrictJSON, String) -> Value?
    ) -> [Value] {
        guard let value else { return [] }
        guard case .array(let elements) = value else {
            fault(path, value.summary, "a list of \(what)")
            return []
        }
        var places: [AnyHashable: String] = [:]
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard let value = read(&self, element, place) else { continue }
            if let first = places.updateValue(place, forKey: AnyHashable(key(value))) {
                fault(place, "the same as \(first)", "each of the \(what) once")
            } else {
                values.append(value)
            }
        }
        return values
    }

    /// Reads a string by `read`, which returns nil for a text that is not of the form `allowed`.
    mutating func string<Value>(
        _ value: StrictJSON?, at path: String, _ allowed: String, else fallback: Value, read: (String) -> Value?
    ) -> Value {
        guard let value else { return fallback }
        if case .string(let text) = value, let result = read(text) { return result }
        fault(path, value.summary, allowed)
        return fallback
    }

    mutating func text(_ value: StrictJSON?, at path: String) -> String {
        string(value, at: path, "a string", else: "?") { $0 }
    }

    mutating func amount(_ value: StrictJSON?, at path: String) -> Amount {
        let form = "a string of digits, the minor units, such as \"100\", at most 2^128-1"
        return string(value, at: path, form, else: Amount(1)) { text in
            Self.isPlainNumber(text) ? UInt128(text).map { Amount($0) } : nil
        }
    }

    mutating func duration(_ value: StrictJSON?, at path: String, else fallback: Milliseconds) -> Milliseconds {
        string(
            value, at: path, "a string of a whole number and a unit: d, h, m, s or ms, such as \"7d\"", else: fallback
        ) {
            Milliseconds($0)
        }
    }

    mutating func number(_ value: StrictJSON?, at path: String, else fallback: UInt32) -> UInt32 {
        guard let value else { return fallback }
        if case .number(let text) = value, Self.isPlainNumber(text), let number = UInt32(text) { return number }
        fault(path, value.summary, "a whole number, 0…\(UInt32.max)")
        return fallback
    }

    private static func isPlainNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && (text == "0" || !text.hasPrefix("0"))
    }
}
