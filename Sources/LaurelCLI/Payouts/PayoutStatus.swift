import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerKeys

extension PayoutCommand {
    /// Which line is where.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell which line of a payout is where.",
            discussion: "Exit code 0: all lines are paid; 1: some are not, as the output says.")
        @Argument(help: "The payout's name, as 'laurel payout list' shows it.") var name: String
        @Flag(help: "List every line, not only those that are not paid.") var lines = false
        @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).") var node: String?
        @OptionGroup var trust: TrustOptions
        @OptionGroup var chain: ChainOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let expected = try chain.expected()
            try await trust.withClient(node) { client in
                let genesis = try await ChainContact(client: client).genesis(expected)
                let folder = try PayoutFolder(name: PayoutFolder.name(name, of: name), chain: genesis.chainID)
                guard let record = try folder.load() else {
                    let known = try PayoutFolder.all().filter { $0.record.chain == genesis.chainID.hex }.map(
                        \.record.name)
                    throw CommandFailure.refused(
                        "no payout '\(name)' of this chain was ever run here; there are: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
                    )
                }
                let sheet = try PayoutSheet(path: folder.sheet, token: genesis.token, keys: keys.store)
                let view = try await PayoutStatusView(record, sheet.lines, client, genesis)
                try view.print(genesis.token, all: lines, json: output.json)
                guard view.paid == view.lines.count else { throw ExitCode(1) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the payouts that were run here.")
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let records = try PayoutFolder.all().map(\.record)
            if output.json { return try printJSON(records) }
            guard !records.isEmpty else { return print("No payout was run here yet.") }
            var table = Table([
                ("NAME", .left), ("COMMUNITY", .left), ("STARTED", .left), ("LINES PAID", .right), ("OPEN", .right),
                ("FILE", .left),
            ])
            for record in records {
                let paid = record.entries.filter { $0.height != nil }.reduce(0) { $0 + $1.lines }
                table.add([
                    record.name, record.community, record.startedAt, "\(paid)",
                    "\(record.entries.count(where: \.isOpen))", record.file,
                ])
            }
            table.print()
        }
    }
}

/// Each line of a payout and where it is.
struct PayoutStatusView: Encodable {
    struct Line: Encodable {
        let line: Int
        let to: String
        let amount: String
        let reason: String
        let reference: String
        /// `paid`, `paidOtherwise`, `sent` (not known whether it was done), `takenBack` or `open`.
        let state: String
        let transaction: String?
        let height: UInt64?
    }

    let payout: String
    let issuer: String
    let file: String
    let lines: [Line]
    let paid: Int

    init(_ record: PayoutRecord, _ lines: [PayoutLine], _ client: LedgerClient, _ genesis: Genesis) async throws {
        let looked = try await Lookups(lines, client)
        let payers = try await PayoutFacts.payers(looked.payers, client, genesis)
        var sent: [PayoutLine.Purpose: (id: String, isOpen: Bool)] = [:]
        let isAllPaid = Set(lines.map(\.purpose)).count == payers.count
        for entry in record.entries where entry.givenUp == nil && !isAllPaid {
            guard let id = Digest(hex: entry.id), let file = try SentTransactions().find(id) else { continue }
            for purpose in file.purposes { sent[purpose] = (entry.id, entry.isOpen) }
        }
        let sender = try AccountID(text: record.sender)
        var shown: [Line] = []
        for var group in PayoutCheck.groups(lines) {
            group.payer = payers[group.purpose]
            let own = sent[group.purpose]
            let state =
                group.isPaid(by: sender)
                ? "paid" : group.payer != nil ? "paidOtherwise" : own.map { $0.isOpen ? "sent" : "takenBack" } ?? "open"
            for line in group.lines {
                shown.append(
                    Line(
                        line: line.number ?? 0, to: line.to.shown, amount: line.credit.amount.description,
                        reason: line.credit.reason.description, reference: line.credit.reference.text, state: state,
                        transaction: group.payer?.id.hex ?? own?.id, height: group.payer?.height))
            }
        }
        payout = record.name
        issuer = record.sender
        file = record.file
        self.lines = shown.sorted { $0.line < $1.line }
        paid = shown.count { $0.state == "paid" }
    }

    private static let words = [
        "paid": "paid", "paidOtherwise": "paid otherwise", "sent": "sent, not known yet", "takenBack": "taken back",
        "open": "not sent",
    ]

    func print(_ token: Token, all: Bool, json: Bool) throws {
        if json { return try printJSON(self) }
        let listed = lines.filter { all || $0.state != "paid" }
        if !listed.isEmpty {
            var table = Table([
                ("LINE", .right), ("TO", .left), (token.symbol, .right), ("FOR", .left), ("STATE", .left),
                ("BLOCK", .right),
                ("TRANSACTION", .left),
            ])
            for line in listed {
                table.add([
                    "\(line.line)", line.to, token.format(units: line.amount), "\(line.reason) \(line.reference)",
                    Self.words[line.state] ?? line.state, line.height.map(String.init) ?? "", line.transaction ?? "",
                ])
            }
            table.print()
            Output.print("")
        }
        var pairs = [
            ("payout", payout), ("file", file), ("issuer", issuer), ("paid", "\(paid) of \(lines.count) lines"),
        ]
        for state in ["sent", "open", "paidOtherwise", "takenBack"] {
            let count = lines.count { $0.state == state }
            if count > 0 { pairs.append((Self.words[state] ?? state, "\(count)")) }
        }
        printPairs(pairs)
    }
}
