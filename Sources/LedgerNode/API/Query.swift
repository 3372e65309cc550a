import LedgerAPI

/// The parameters of a query, each at most once and all of them known.
struct Query: Sendable {
    private var values: [String: String] = [:]

    init(_ text: String?, allowed: Set<String>) throws(ProblemView) {
        for item in (text ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0]),
                let value = PercentCoding.decode(parts.count == 2 ? parts[1] : "")
            else { throw .badParameter(String(item), got: String(item), allowed: "percent-encoded UTF-8") }
            guard allowed.contains(name) else {
                let known = allowed.sorted().joined(separator: ", ")
                throw .badParameter(name, got: name, allowed: known.isEmpty ? "no parameters here" : "only \(known)")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .badParameter(name, got: "twice", allowed: "once")
            }
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    /// A whole number in decimal digits without sign.
    func number<Number: FixedWidthInteger>(
        _ name: String, _ range: ClosedRange<Number>
    ) throws(ProblemView) -> Number? {
        guard let text = values[name] else { return nil }
        return try Query.number(name, text, range)
    }

    static func number<Number: FixedWidthInteger>(
        _ name: String, _ text: String, _ range: ClosedRange<Number>
    ) throws(ProblemView) -> Number {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Number(text), range.contains(number)
        else {
            throw .badParameter(
                name, got: text, allowed: "a whole number of \(range.lowerBound)…\(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String, default standard: Bool) throws(ProblemView) -> Bool {
        switch values[name] {
        case nil: return standard
        case "true": return true
        case "false": return false
        case .some(let text): throw .badParameter(name, got: text, allowed: "true or false")
        }
    }

    func choice<Choice: CaseIterable>(_ name: String, default standard: Choice) throws(ProblemView) -> Choice {
        guard let text = values[name] else { return standard }
        guard let choice = Choice.allCases.first(where: { "\($0)" == text }) else {
            throw .badParameter(
                name, got: text, allowed: Choice.allCases.map { "\($0)" }.joined(separator: ", "))
        }
        return choice
    }
}

/// RFC 3986, 2.1.
enum PercentCoding {
    /// Nil where a `%` is not followed by two hex digits, or the bytes are not UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
    }
}
