import Ledger
import LedgerAPI
import LedgerClient

/// A history as text for people and programs.
struct HistoryText {
    let token: Token

    func printTable(_ entries: [HistoryEntryView]) {
        guard !entries.isEmpty else { return print("Nothing has happened to it yet.") }
        var table = Table([
            ("TIME", .left), ("BLOCK", .right), ("WHAT", .left), (token.symbol, .right), ("PENDING", .right),
            ("WITH", .left), ("FOR", .left),
        ])
        for entry in entries {
            let time = String(entry.time.prefix(19).map { $0 == "T" ? " " : $0 })
            table.add([
                time, "\(entry.height)", entry.kind, signed(entry.balanceChange), signed(entry.pendingChange),
                entry.counterpart.map { shortened($0) } ?? "", purpose(entry),
            ])
        }
        table.print()
    }

    func printCSV(_ entries: [HistoryEntryView]) {
        Output.printLine(
            "number,time,block,kind,amount,balance_change,pending_change,counterpart,counterpart_handle,reason,reference,note,evidence,transaction,credit"
        )
        for entry in entries {
            Output.printLine(
                SheetCells.line([
                    "\(entry.number)", entry.time, "\(entry.height)", entry.kind, token.format(units: entry.amount),
                    token.format(units: entry.balanceChange), token.format(units: entry.pendingChange),
                    entry.counterpart?.id, entry.counterpart?.handle, entry.reason, entry.reference, entry.note,
                    entry.evidence, entry.transaction, entry.credit.map(String.init),
                ]))
        }
    }

    private func signed(_ change: String) -> String {
        change == "0"
            ? ""
            : change.hasPrefix("-") || change.hasPrefix("+")
                ? token.format(units: change) : "+" + token.format(units: change)
    }

    private func shortened(_ account: AccountRef) -> String {
        account.handle ?? "\(account.id.prefix(14))…\(account.id.suffix(6))"
    }

    private func purpose(_ entry: HistoryEntryView) -> String {
        let earlier = entry.replaces.map { "(revoked before: \($0.prefix(12))…)" }
        return [entry.reason, entry.reference, entry.note, earlier].compactMap { $0 }.joined(separator: " ")
    }
}

extension HistoryText {
    /// The entries as an hledger journal, oldest first. `assets:balance` and `assets:pending` come to what the ledger says, and all assets to
    /// what income and expenses come to. Every account and the commodity are declared, as `hledger check --strict` wants.
    func printJournal(_ entries: [HistoryEntryView]) {
        let commodity = token.symbol.contains(where: \.isNumber) ? "\"\(token.symbol)\"" : token.symbol
        Output.printLine(
            "commodity 1000\(token.decimals > 0 ? "." + String(repeating: "0", count: token.decimals) : ".") \(commodity)"
        )
        let transactions = entries.map { ($0, postings($0)) }
        for account in Set(transactions.flatMap { $0.1.map(\.account) }).sorted() {
            Output.printLine("account \(account)")
        }
        for (entry, postings) in transactions {
            print()
            Output.printLine(
                "\(entry.time.prefix(10)) \(entry.kind)  ; block \(entry.height), transaction \(entry.transaction)")
            for text in [entry.reference.map { "for \($0)" }, entry.note] {
                if let text { Output.printLine("    ; \(text)") }
            }
            for posting in postings {
                Output.printLine("    \(posting.account)  \(amount(posting.units)) \(commodity)")
            }
        }
    }

    private func postings(_ entry: HistoryEntryView) -> [(account: String, units: String)] {
        var rest = SignedUnits()
        var postings: [(account: String, units: String)] = []
        for (account, change) in [("assets:balance", entry.balanceChange), ("assets:pending", entry.pendingChange)]
        where change != "0" {
            rest.subtract(change)
            postings.append((account, change))
        }
        if !rest.isZero { postings.append((otherSide(entry, isIncome: rest.isNegative), rest.text)) }
        return postings
    }

    private func amount(_ units: String) -> String {
        token.format(units: units.hasPrefix("+") ? String(units.dropFirst()) : units)
    }

    /// What comes in is income and what goes out an expense, so that a balance sheet and an income statement add up.
    private func otherSide(_ entry: HistoryEntryView, isIncome: Bool) -> String {
        switch entry.kind {
        case "burned": "expenses:burned"
        case "issued", "matured", "revoked": "income:\(part(entry.reason ?? "rewards"))"
        default: "\(isIncome ? "income" : "expenses"):\(entry.kind):\(part(entry.counterpart?.shown ?? "unknown"))"
        }
    }

    /// A part of an account's name. Two spaces would end the name, and a semicolon after one begin a comment.
    private func part(_ text: String) -> String {
        String(text.map { $0 == " " || $0 == ";" || $0 == "\t" ? "_" : $0 })
    }
}

/// A sum of minor units with a sign, of at most two amounts of which one is the other's negative or nothing.
private struct SignedUnits {
    private var magnitude: UInt128 = 0
    private(set) var isNegative = false

    var isZero: Bool { magnitude == 0 }
    var text: String { (isNegative ? "-" : "") + String(magnitude) }

    mutating func subtract(_ change: String) {
        let negative = !change.hasPrefix("-")
        guard let units = UInt128(change.drop { $0 == "-" || $0 == "+" }) else { return }
        if negative == isNegative || magnitude == 0 {
            // A history of which one entry is over all that can exist is refused before it is shown (``HistoryWalk``).
            magnitude = magnitude.addingReportingOverflow(units).partialValue
            isNegative = negative
        } else if units > magnitude {
            magnitude = units - magnitude
            isNegative = negative
        } else {
            magnitude -= units
        }
    }
}
