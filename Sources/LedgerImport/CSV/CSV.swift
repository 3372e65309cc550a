/// Comma-separated values after RFC 4180.
package enum CSV {
    /// A row, with the number of the line that it begins on.
    package struct Row: Equatable, Sendable {
        package let line: Int
        package let cells: [String]
    }

    package struct Fault: Error { package let line: Int, message: String }

    /// A byte order mark, as spreadsheets write it.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package static func line(_ cells: [String]) -> String { cells.map(escape).joined(separator: ",") }

    /// Looks at bytes: a quotation mark with an accent is one character, and so are a carriage return and a line feed.
    private static func escape(_ cell: String) -> String {
        // At the begin of a file a byte order mark would be passed over.
        let isPlain = !cell.utf8.contains { ",\"\r\n".utf8.contains($0) } && !cell.utf8.starts(with: mark)
        if isPlain { return cell }
        var bytes: [UInt8] = []
        for byte in cell.utf8 { bytes += byte == UInt8(ascii: "\"") ? [byte, byte] : [byte] }
        return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    }

    /// The rows of a text; lines that are empty are left out.
    ///
    /// - Parameters:
    ///   - separator: what stands between two values.
    ///   - isLoose: whether to read what spreadsheets and people write beside the standard: spaces around a value in quotation marks, and
    ///     lines that end with a carriage return alone.
    package static func rows(
        _ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ","), isLoose: Bool = false
    ) throws(Fault) -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var line = 1
        var start = 1
        var index = bytes.starts(with: mark) ? mark.count : 0
        func text() throws(Fault) -> String {
            guard let text = String(validating: cell, as: UTF8.self) else {
                throw Fault(line: line, message: "it is not UTF-8")
            }
            return text
        }
        func isSpace(_ byte: UInt8) -> Bool {
            byte != separator && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
        }
        while index < bytes.count {
            var byte = bytes[index]
            index += 1
            let isBefore = index < bytes.count && bytes[index] == UInt8(ascii: "\n")
            if isLoose, !isQuoted, byte == UInt8(ascii: "\r"), !isBefore { byte = UInt8(ascii: "\n") }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    cell.append(byte)
                    continue
                }
                if index < bytes.count, bytes[index] == byte {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where !wasQuoted && (cell.isEmpty || isLoose && cell.allSatisfy(isSpace)):
                cell = []
                isQuoted = true
                wasQuoted = true
            case _ where isLoose && wasQuoted && isSpace(byte): break
            case UInt8(ascii: "\""): throw Fault(line: line, message: "a quotation mark stands inside of a value")
            case separator:
                cells.append(try text())
                cell = []
                wasQuoted = false
            case UInt8(ascii: "\r") where index < bytes.count && bytes[index] == UInt8(ascii: "\n"): break
            case UInt8(ascii: "\n"):
                if !(cells.isEmpty && cell.isEmpty && !wasQuoted) {
                    rows.append(Row(line: start, cells: cells + [try text()]))
                }
                (cells, cell, wasQuoted, start) = ([], [], false, line)
            default: cell.append(byte)
            }
        }
        guard !isQuoted else { throw Fault(line: start, message: "a quotation mark is never closed") }
        if !(cells.isEmpty && cell.isEmpty && !wasQuoted) { rows.append(Row(line: start, cells: cells + [try text()])) }
        return rows
    }
}
