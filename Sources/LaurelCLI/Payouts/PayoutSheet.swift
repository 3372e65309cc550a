import FoundationEssentials
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerImport
import LedgerKeys

/// One line of a payout: a reward, and where in the file it stands.
struct PayoutLine {
    /// Of the file; nil for a reward that was named on the command line.
    let number: Int?
    let to: Recipient
    let credit: Credit

    var purpose: Purpose { Purpose(reason: credit.reason, reference: credit.reference) }

    /// What a reward pays for. The chain lets one transaction pay it, once.
    struct Purpose: Hashable, CustomStringConvertible {
        let reason: Reason
        let reference: Reference
        var description: String { "\(reason) \(reference)" }
    }

    /// Reads the values of a reward.
    ///
    /// - Throws: ``ColumnFault`` with every value that is wrong.
    init(
        number: Int?, to: String, amount: String, reason: String, reference: String, evidence: String?, token: Token,
        keys: KeyStore
    ) throws {
        var faults: [ColumnFault.One] = []
        func read<Value>(_ column: String, _ body: () throws -> Value) -> Value? {
            do { return try body() } catch {
                faults.append(.init(column: column, message: CommandFailure(error)?.message ?? "\(error)"))
                return nil
            }
        }
        let recipient = read("to") {
            guard !to.isEmpty else {
                throw CommandFailure.refused(
                    "it is empty; expected an id laurel1…, a handle, or the name of a local key")
            }
            return try Recipient(to, keys: keys)
        }
        let sum = read("amount") {
            guard !amount.isEmpty else { throw CommandFailure.refused("it is empty; expected an amount such as 12.50") }
            let sum = try token.parse(amount)
            guard sum > .zero else { throw CommandFailure.refused("the amount is 0") }
            return sum
        }
        let purpose = read("reason") {
            guard let value = Reason(reason) else {
                throw CommandFailure.refused(
                    "'\(reason)' is no reason; allowed are ticketResolved, proposalAccepted and other:CATEGORY with \(Category.form)"
                )
            }
            return value
        }
        let what = read("reference") {
            guard let value = Reference(reference) else {
                throw CommandFailure.refused("'\(reference)' is not \(Reference.form)")
            }
            return value
        }
        let support = read("evidence") { try evidence.map { try Digest(evidence: $0) } }
        guard let recipient, let sum, let purpose, let what, let support else { throw ColumnFault(faults: faults) }
        self.number = number
        self.to = recipient
        credit = Credit(to: recipient.account, amount: sum, reason: purpose, reference: what, evidence: support)
    }
}

/// Values that can't be read, each by its column.
struct ColumnFault: Error {
    struct One {
        let column: String
        let message: String
    }

    let faults: [One]
}

/// A table of rewards as people and spreadsheets write it.
///
/// Columns stand in any order and are named in any case: to, amount, reason, reference, and evidence where there is any. A column whose name
/// begins with '#' is a note for people. Values are separated by commas, semicolons or tabs. Rows without a value are passed over.
struct PayoutSheet {
    static let byteLimit = 64 << 20
    private static let names = ["to", "amount", "reason", "reference", "evidence"]
    private static let wanted =
        "expected the columns to, amount, reason, reference and, if there is any, evidence, in any order; "
        + "a column for people begins with '#'"
    private static let shownFaults = 50

    let lines: [PayoutLine]

    init(path: String, token: Token, keys: KeyStore) throws {
        try self.init(bytes: try AtomicFile.read(path, limit: Self.byteLimit), of: path, token: token, keys: keys)
    }

    /// - Throws: every line that is wrong, with its number and column.
    init(bytes: [UInt8], of path: String, token: Token, keys: KeyStore) throws {
        let (text, offset, declared) = try Self.text(bytes, path)
        let separator = declared ?? Self.separator(of: text)
        let rows: [CSV.Row]
        do { rows = try CSV.rows(text, separator: separator, isLoose: true) } catch {
            throw CommandFailure.refused("\(path), line \(error.line + offset): \(error.message); nothing was sent")
        }
        let filled = rows.map { (line: $0.line + offset, cells: $0.cells.map(Self.trimmed)) }
            .filter { row in !row.cells.allSatisfy(\.isEmpty) }
        guard let header = filled.first else {
            throw CommandFailure.refused("\(path) is empty; \(Self.wanted)")
        }
        let columns = try Self.columns(header.cells, header.line, path)
        let nameless = header.cells.indices.filter { header.cells[$0].isEmpty }
        var lines: [PayoutLine] = []
        var faults: [String] = []
        for row in filled.dropFirst() {
            do { lines.append(try Self.line(row, columns, nameless, header.cells.count, separator, token, keys)) } catch
            {
                guard let fault = error as? ColumnFault else { throw error }
                faults += fault.faults.map {
                    "  line \(row.line)\($0.column.isEmpty ? "" : ", \($0.column)"): \($0.message)"
                }
            }
        }
        guard faults.isEmpty else {
            let more = faults.count > Self.shownFaults ? "\n  and \(faults.count - Self.shownFaults) more" : ""
            throw CommandFailure.refused(
                "\(path) has \(faults.count) wrong value\(faults.count == 1 ? "" : "s"); nothing was sent\n"
                    + faults.prefix(Self.shownFaults).joined(separator: "\n") + more)
        }
        guard !lines.isEmpty else { throw CommandFailure.refused("\(path) has a header and no rewards") }
        self.lines = lines
    }

    /// The file's text as UTF-8, how many lines before it were taken off, and the separator that such a line named ("sep=;").
    private static func text(_ bytes: [UInt8], _ path: String) throws -> (text: [UInt8], offset: Int, separator: UInt8?)
    {
        var text = bytes
        // Spreadsheets' "Unicode text".
        let marks: [(bytes: [UInt8], isBig: Bool)] = [([0xFF, 0xFE], false), ([0xFE, 0xFF], true)]
        for mark in marks where bytes.starts(with: mark.bytes) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { (index: Int) -> UInt16 in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return mark.isBig ? first << 8 | second : second << 8 | first
            }
            guard bytes.count % 2 == 0, let decoded = String(validating: units, as: UTF16.self) else {
                throw CommandFailure.refused(
                    "\(path) begins as UTF-16 and is none; save it as CSV in UTF-8; nothing was sent")
            }
            text = Array(decoded.utf8)
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        guard String(validating: text, as: UTF8.self) != nil else {
            let line = text.prefix(Self.firstForeignByte(text)).count { $0 == UInt8(ascii: "\n") } + 1
            throw CommandFailure.refused(
                "\(path), line \(line): it is not UTF-8; save the table as \"CSV UTF-8\"; nothing was sent")
        }
        let first = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard first.count == 5, String(decoding: first, as: UTF8.self).lowercased().hasPrefix("sep="),
            let last = first.last
        else { return (text, 0, nil) }
        var rest = text.dropFirst(5)
        if rest.first == UInt8(ascii: "\r") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
        return (Array(rest), 1, last)
    }

    /// Where a text stops being UTF-8.
    private static func firstForeignByte(_ text: [UInt8]) -> Int {
        var (low, high) = (0, text.count)
        while low < high {
            let middle = (low + high + 1) / 2
            let isFine = (0...3).contains { cut in
                cut <= middle && String(validating: text[..<(middle - cut)], as: UTF8.self) != nil
            }
            if isFine { low = middle } else { high = middle - 1 }
        }
        // Up to three bytes beyond it might have been the rest of a character.
        return (max(0, low - 3)...low).last { String(validating: text[..<$0], as: UTF8.self) != nil } ?? 0
    }

    /// That of comma, semicolon and tab by which the first row with values has the most names of columns.
    private static func separator(of text: [UInt8]) -> UInt8 {
        let head = Array(text.prefix(64 << 10))
        func known(_ separator: UInt8) -> Int {
            let rows = (try? CSV.rows(head, separator: separator, isLoose: true)) ?? []
            let header = rows.first { row in !row.cells.allSatisfy { trimmed($0).isEmpty } }
            return header?.cells.count { names.contains(trimmed($0).lowercased()) } ?? 0
        }
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return separators.max { known($0) < known($1) } ?? separators[0]
    }

    /// Without what looks like a space at its ends.
    private static func trimmed(_ text: String) -> String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
        }
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// The place of each column that is there.
    private static func columns(_ header: [String], _ line: Int, _ path: String) throws -> [String: Int] {
        func refuse(_ what: String) -> CommandFailure {
            .refused("\(path), line \(line): \(what); \(wanted); nothing was sent")
        }
        var columns: [String: Int] = [:]
        for (index, cell) in header.enumerated() where !cell.hasPrefix("#") && !cell.isEmpty {
            let name = cell.lowercased()
            guard names.contains(name) else { throw refuse("column \(index + 1) is '\(cell.prefix(100))'") }
            guard columns.updateValue(index, forKey: name) == nil else {
                throw refuse("the column \(name) is there twice")
            }
        }
        let missing = names.dropLast().filter { columns[$0] == nil }
        guard missing.isEmpty else {
            throw refuse(
                "the column\(missing.count == 1 ? "" : "s") \(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing"
            )
        }
        return columns
    }

    private static func line(
        _ row: (line: Int, cells: [String]), _ columns: [String: Int], _ nameless: [Int], _ width: Int,
        _ separator: UInt8,
        _ token: Token, _ keys: KeyStore
    ) throws -> PayoutLine {
        func fault(_ column: String, _ message: String) -> ColumnFault {
            ColumnFault(faults: [.init(column: column, message: message)])
        }
        let extra = row.cells.dropFirst(width).first { !$0.isEmpty }
        guard extra == nil else { throw fault("", "it has \(row.cells.count) values, the header has \(width)") }
        if let index = nameless.first(where: { $0 < row.cells.count && !row.cells[$0].isEmpty }) {
            throw fault("column \(index + 1)", "'\(row.cells[index].prefix(100))' stands in a column without a name")
        }
        func cell(_ name: String) -> String {
            columns[name].flatMap { $0 < row.cells.count ? row.cells[$0] : nil } ?? ""
        }
        let evidence = cell("evidence")
        return try PayoutLine(
            number: row.line, to: cell("to"), amount: amount(cell("amount"), separator, token), reason: cell("reason"),
            reference: cell("reference"), evidence: evidence.isEmpty ? nil : evidence, token: token, keys: keys)
    }

    /// An amount as a spreadsheet writes it. Where the separator is no comma, a comma stands before the decimals, unless three digits
    /// follow: those could be thousands as well, so they are refused as they are.
    private static func amount(_ text: String, _ separator: UInt8, _ token: Token) -> String {
        var text = text
        for symbol in [" " + token.symbol, "\u{A0}" + token.symbol] where text.hasSuffix(symbol) {
            text = trimmed(String(text.dropLast(symbol.count)))
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard separator != UInt8(ascii: ","), parts.count == 2, parts[1].count != 3, !text.contains(".") else {
            return text
        }
        return "\(parts[0]).\(parts[1])"
    }
}
