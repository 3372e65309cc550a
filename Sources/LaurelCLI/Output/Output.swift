import LedgerText

/// What goes to standard output. All of this target prints through here, since nearly every text holds something that a node, a
/// file or a chain said: what could deceive is written by its number (``ForeignText``).
enum Output {
    /// Prints text of one line or, where this program made the line feeds, of several.
    static func print(_ text: String = "") { Swift.print(Style.applied(ForeignText.shownLines(text))) }

    /// Prints JSON that has a line feed at its end.
    static func printJSON(text: String) { Swift.print(ForeignText.shownJSON(text), terminator: "") }

    /// Prints one line, whatever line feeds its parts have.
    static func printLine(_ text: String) { Swift.print(Style.applied(ForeignText.shown(text))) }
}

/// Takes the place of the standard library's function in this target.
func print(_ text: String = "") { Output.print(text) }

/// How a part of a line stands out on a terminal.
///
/// A styled text carries marks that only ``applied(_:)`` turns into what a terminal obeys, so everything else that a terminal would
/// obey can be escaped. The marks hold a number that is new in each process: no text of others can have them.
enum Style: Int, CaseIterable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32

    private static let secret = String(UInt64.random(in: .min ... .max), radix: 36)
    private static let end = "<\(secret):0>"
    private var mark: String { "<\(Self.secret):\(rawValue)>" }

    func of(_ text: String) -> String { Terminal.isOutput ? mark + text + Self.end : text }

    /// The text with its marks as the terminal's commands (ECMA-48, SGR).
    static func applied(_ text: String) -> String {
        guard Terminal.isOutput, text.contains(secret) else { return text }
        var result = text.replacing(end, with: "\u{1B}[0m")
        for style in allCases { result = result.replacing(style.mark, with: "\u{1B}[\(style.rawValue)m") }
        return result
    }
}
