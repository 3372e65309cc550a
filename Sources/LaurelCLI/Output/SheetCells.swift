import LedgerImport

/// Comma-separated values that somebody opens with a spreadsheet, which takes a cell for a formula by how it begins.
enum SheetCells {
    /// One line. A cell that a spreadsheet would compute is told to be text by an apostrophe before it, unless it is a plain number.
    static func line(_ cells: [String?]) -> String { CSV.line(cells.map { cell($0 ?? "") }) }

    private static func cell(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first) else { return text }
        return isNumber(text) ? text : "'" + text
    }

    /// Whether it is a sign, digits, and perhaps a point with digits.
    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: #/[+-]?[0-9]+(\.[0-9]+)?/#) != nil
    }
}
