import FoundationEssentials
import Ledger
import LedgerAPI
import LedgerClient
import LedgerText
import Synchronization

/// Whether this process has printed JSON: then a failure prints no second document.
enum JSONOutput {
    private static let printed = Atomic(false)
    static var hasPrinted: Bool { printed.load(ordering: .relaxed) }
    static func note() { printed.store(true, ordering: .relaxed) }
}

/// Prints a value as indented JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
    JSONOutput.note()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    Swift.print(ForeignText.shownJSON(String(decoding: try encoder.encode(value), as: UTF8.self)))
}

/// Prints a value as one line of JSON.
func printJSONLine(_ value: some Encodable) throws {
    JSONOutput.note()
    Swift.print(ForeignText.shownJSON(String(decoding: try JSON.encode(value), as: UTF8.self)))
}

extension AccountRef {
    /// The handle where it is known, else the id.
    var shown: String { handle ?? id }
    /// The id, with the handle where it is known.
    var full: String { handle.map { "\(id) (\($0))" } ?? id }
}

extension TokenView {
    var token: Token { Token(name: name, symbol: symbol, decimals: decimals) }
}

extension Token {
    init(_ view: TokenView) { self = view.token }

    /// Minor units as text, perhaps with a sign, in major units.
    func format(units: String) -> String {
        let sign = units.hasPrefix("-") ? "-" : units.hasPrefix("+") ? "+" : ""
        guard let number = UInt128(units.dropFirst(sign.count)) else { return units }
        return sign + format(Amount(number))
    }

    func formatWithSymbol(units: String) -> String { "\(format(units: units)) \(symbol)" }
}
