import LedgerText

/// Columns of text, aligned for people.
struct Table {
    enum Alignment { case left, right }

    private let titles: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) {
        titles = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    mutating func add(_ row: [String]) { rows.append(row.map(ForeignText.shown)) }

    var isEmpty: Bool { rows.isEmpty }

    func print() {
        var widths = titles.map(\.count)
        for row in rows {
            for (column, text) in row.enumerated() { widths[column] = max(widths[column], text.count) }
        }
        Output.print(Terminal.bold(line(titles, widths)))
        for row in rows { Output.print(line(row, widths)) }
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, text) in row.enumerated() {
            if column > 0 { line += "  " }
            let padding = String(repeating: " ", count: widths[column] - text.count)
            line += alignments[column] == .left ? text + padding : padding + text
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// Names and values, one a line, the values aligned.
func printPairs(_ pairs: [(String, String)]) {
    let width = pairs.map(\.0.count).max() ?? 0
    for (name, value) in pairs {
        Output.printLine(Terminal.dim(name) + String(repeating: " ", count: width - name.count + 2) + value)
    }
}
