/// Comma-separated values after RFC 4180.
enum CSV {
    /// A row, with the number of the line that it begins on.
    struct Row {
        let line: Int
        let cells: [String]
    }

    struct Fault: Error { let line: Int, message: String }

    static func line(_ cells: [String]) -> String { cells.map(escape).joined(separator: ",") }

    private static func escape(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The rows of a text; lines that are empty are left out.
    static func rows(_ bytes: [UInt8]) throws(Fault) -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var line = 1
        var start = 1
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0  // a byte order mark, as spreadsheets write it
        func text() throws(Fault) -> String {
            guard let text = String(validating: cell, as: UTF8.self) else {
                throw Fault(line: line, message: "it is not UTF-8")
            }
            return text
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
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
            case UInt8(ascii: "\"") where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case UInt8(ascii: "\""): throw Fault(line: line, message: "a quotation mark stands inside of a value")
            case UInt8(ascii: ","):
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
