/// Reads JSON byte by byte; never looks past the end, never goes deeper than ``StrictJSON/depthLimit``.
struct StrictJSONParser {
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parseFile() throws(JSONSyntaxFault) -> StrictJSON {
        let value = try parseValue()
        skipSpace()
        guard offset == bytes.count else { throw fault("the end of the file") }
        return value
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fault(at place: Int? = nil, got: String? = nil, _ allowed: String) -> JSONSyntaxFault {
        let place = place ?? offset
        let before = bytes[..<place]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSONSyntaxFault(
            line: line, column: place - lineStart + 1, got: got ?? describe(byteAt: place), allowed: allowed)
    }

    private func describe(byteAt place: Int) -> String {
        guard place < bytes.count else { return "the end of the file" }
        let byte = bytes[place]
        return (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func parseValue() throws(JSONSyntaxFault) -> StrictJSON {
        skipSpace()
        guard let byte = next else { throw fault("a JSON value") }
        switch byte {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try parseNumber())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: throw fault("a JSON value")
        }
    }

    /// Goes past an opening bracket and one level down. Whoever calls it goes up again.
    private mutating func descend() throws(JSONSyntaxFault) {
        guard depth < StrictJSON.depthLimit else {
            throw fault(got: "level \(depth + 1) of nesting", "at most \(StrictJSON.depthLimit) levels")
        }
        depth += 1
        offset += 1
    }

    private mutating func parseObject() throws(JSONSyntaxFault) -> StrictJSON {
        try descend()
        defer { depth -= 1 }
        var entries: [StrictJSON.Entry] = []
        skipSpace()
        if skip(UInt8(ascii: "}")) { return .object(entries) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("the name of an entry, in double quotes") }
            let name = try parseString()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw fault("':' after the name '\(name)'") }
            entries.append(StrictJSON.Entry(name, try parseValue()))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return .object(entries) }
            guard skip(UInt8(ascii: ",")) else { throw fault("',' or '}' after the entry '\(name)'") }
        }
    }

    private mutating func parseArray() throws(JSONSyntaxFault) -> StrictJSON {
        try descend()
        defer { depth -= 1 }
        var elements: [StrictJSON] = []
        skipSpace()
        if skip(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try parseValue())
            skipSpace()
            if skip(UInt8(ascii: "]")) { return .array(elements) }
            guard skip(UInt8(ascii: ",")) else { throw fault("',' or ']' after element \(elements.count) of a list") }
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: StrictJSON) throws(JSONSyntaxFault) -> StrictJSON {
        let start = offset
        for byte in "\(word)".utf8 {
            guard skip(byte) else { throw fault(at: start, "a JSON value") }
        }
        return value
    }

    /// `-`? (0 | 1…9 digits) (. digits)? ((e|E) (+|-)? digits)?
    private mutating func parseNumber() throws(JSONSyntaxFault) -> String {
        let start = offset
        _ = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            if let byte = next, isDigit(byte) { throw fault("a number without leading zeros") }
        } else {
            try skipDigits()
        }
        if skip(UInt8(ascii: ".")) { try skipDigits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try skipDigits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func skipDigits() throws(JSONSyntaxFault) {
        guard let byte = next, isDigit(byte) else { throw fault("a digit") }
        while let byte = next, isDigit(byte) { offset += 1 }
    }

    private mutating func parseString() throws(JSONSyntaxFault) -> String {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault(at: start, got: "a string that is not UTF-8", "a string in UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try parseEscape(into: &text)
            case 0..<0x20: throw fault(got: "byte \(byte) inside of a string", "control characters as \\u escapes")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw fault(at: start, got: "a string without an end", "a string that ends with '\"'")
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(JSONSyntaxFault) {
        let start = offset
        offset += 1
        guard let byte = next else { throw fault("a character after '\\'") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try parseCodeUnit()]
            if UTF16.isLeadSurrogate(units[0]), skip(UInt8(ascii: "\\")) {
                guard skip(UInt8(ascii: "u")) else { throw fault("the second half of a surrogate pair") }
                units.append(try parseCodeUnit())
            }
            guard let character = String(validating: units, as: UTF16.self) else {
                throw fault(at: start, got: "half of a surrogate pair", "both halves, as \\uD83D\\uDE00")
            }
            text.append(contentsOf: character.utf8)
        default: throw fault(at: start + 1, "one of \" \\ / b f n r t u after '\\'")
        }
    }

    private mutating func parseCodeUnit() throws(JSONSyntaxFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap({ Character(UnicodeScalar($0)).hexDigitValue }) else {
                throw fault("one of four hex digits")
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }
}
