import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerKeys

struct PayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payout",
        abstract: "Pay a file of rewards: check all of it, pay each line once, go on after any end.",
        discussion: """
            laurel payout plan may.csv --key issuer
            laurel payout run may.csv --key issuer
            laurel payout status may

            The file has the columns to, amount, reason, reference and, if there is any, evidence, in any order, as spreadsheets \\
            write them. Reasons are ticketResolved, proposalAccepted and other:CATEGORY. A payout is named after its file, or by --name. \\
            Whatever ends a run, the next one finds what is paid and pays the rest.
            """,
        subcommands: [Plan.self, Run.self, Status.self, List.self])

    /// What a payout is run with.
    struct Terms: ParsableArguments {
        @Option(help: "Its name (default: that of the file, without what follows the last dot).") var name: String?
        @Flag(help: "Allow the same line more than once: each is paid.") var allowRepeated = false
        @Flag(help: "Leave out lines whose reference is paid otherwise than the file says.") var skipPaid = false
        @Flag(help: "Pay what the budget of this epoch suffices for; run again later for the rest.") var inParts = false
        @OptionGroup var recipients: RecipientOptions

        var permissions: PayoutPermissions {
            PayoutPermissions(
                allowsNew: recipients.allowsNew, allowsRepeated: allowRepeated, allowsParts: inParts,
                skipsPaid: skipPaid)
        }
    }

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what a run would do, rule by rule; sends nothing and opens no key.",
            discussion: "Exit code 0: it would be done; 1: it would be refused.")
        @Argument(help: "The file.") var file: String
        @OptionGroup var terms: Terms
        @OptionGroup var send: SendOptions

        func run() async throws {
            try await send.withContext { context in
                let sheet = try PayoutSheet(path: file, token: context.token, keys: send.keys.store)
                try await context.plan(
                    sheet.lines, terms.permissions, name: try PayoutFolder.name(terms.name, of: file), file: file)
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pay what of a file is not paid yet.",
            discussion: """
                Exit codes: 0 all lines are paid; 1 it is refused, or lines wait for a later epoch; 2 it is not known what became of a \\
                transaction; 130 after Ctrl-C. After any of them the same command goes on.
                """)
        @Argument(help: "The file.") var file: String
        @OptionGroup var terms: Terms
        @Flag(help: "Wait until the budget of the epoch is renewed, as often as it takes.") var waitForBudget = false
        @OptionGroup var send: SendOptions

        func validate() throws {
            guard send.out == nil, send.sequence == nil, send.wait else {
                throw ValidationError(
                    "A payout is sent, numbered and waited for by itself: leave out --out, --sequence, --no-wait.")
            }
        }

        func run() async throws {
            try await send.withContext { context in
                try await context.pay(file: file, name: terms.name, permissions, waitsForBudget: waitForBudget)
            }
        }

        private var permissions: PayoutPermissions {
            var permissions = terms.permissions
            if waitForBudget { permissions.allowsParts = true }
            return permissions
        }
    }
}

extension CommandContext {
    /// Shows what a payout would do.
    ///
    /// - Throws: exit code 1 where it would be refused.
    func plan(_ lines: [PayoutLine], _ permissions: PayoutPermissions, name: String?, file: String?) async throws {
        let sender = try sender()
        let keys = try options.key.map { try options.keys.store.load($0).publicKey }
        let facts = try await PayoutFacts(lines, of: sender, client, genesis)
        let check = PayoutCheck(lines, facts, keys: Set(keys), permissions)
        try PayoutPlan(check, name: name, file: file).print(json: options.output.json)
        guard check.holds else { throw ExitCode(1) }
    }

    /// Runs the payout of a file.
    func pay(file: String, name: String?, _ permissions: PayoutPermissions, waitsForBudget: Bool) async throws {
        let bytes = try AtomicFile.read(file, limit: PayoutSheet.byteLimit)
        let sheet = try PayoutSheet(bytes: bytes, of: file, token: token, keys: options.keys.store)
        let name = try PayoutFolder.name(name, of: file)
        let folder = try PayoutFolder(name: name, chain: genesis.chainID)
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        let sender = try sender()
        var record =
            try folder.load()
            ?? PayoutRecord(
                name: name, chain: genesis.chainID.hex, community: genesis.community, sender: sender.description,
                file: file,
                startedAt: Timestamp.now.description)
        guard record.sender == sender.description, record.chain == genesis.chainID.hex else {
            throw CommandFailure.refused(
                "the payout '\(name)' is of \(record.sender), and this one would be of \(sender); give it another name with --name"
            )
        }
        record.file = file
        let signer = try signer()
        try folder.keep(sheet: bytes)
        let run = PayoutRun(
            self, signer, sheet.lines, permissions, waitsForBudget: waitsForBudget, folder, record)
        let check: PayoutCheck
        do { check = try await Interruption.stopping { try await run.run() } } catch let stop
            as Interruption.Interrupted
        {
            Terminal.progress("")
            throw CommandFailure.interrupted(stop.signal, "\(await run.progressWords)\n\(await run.openWords)")
        }
        Terminal.progress("")
        let summary = PayoutSummary(await run.record, check, maturesAt: await run.maturesAt)
        try summary.print(token, json: options.output.json)
        guard check.open.isEmpty else { throw ExitCode(1) }
    }
}

/// What a run came to.
struct PayoutSummary: Encodable {
    let payout: String
    let issuer: String
    let lines: Int
    let paid: Int
    let amountPaid: String
    let transactions: [PayoutRecord.Entry]
    /// Lines that wait for the budget of a later epoch, and when that begins.
    let waiting: Int
    let budgetRenewsAt: String
    let budgetLeft: String
    /// Lines that were taken back after they were paid, and those whose reference is paid otherwise.
    let takenBack: Int
    let foreign: Int
    let maturesAt: String?

    init(_ record: PayoutRecord, _ check: PayoutCheck, maturesAt: Timestamp?) {
        func count(_ groups: [PayoutCheck.Group]) -> Int { groups.reduce(0) { $0 + $1.lines.count } }
        payout = record.name
        issuer = record.sender
        paid = count(check.paid)
        amountPaid = (PayoutCheck.sum(of: check.paid) ?? .zero).description
        transactions = record.entries.filter { $0.height != nil }
        waiting = count(check.open)
        (takenBack, foreign) = (count(check.takenBack), count(check.foreign))
        lines = paid + waiting + takenBack + foreign
        budgetRenewsAt = check.facts.renewsAt.description
        budgetLeft = check.facts.budgetLeft.description
        self.maturesAt = maturesAt?.description
    }

    func print(_ token: Token, json: Bool) throws {
        if json { return try printJSON(self) }
        var pairs = [
            ("payout", payout),
            (
                "paid",
                "\(paid) of \(lines) lines, \(token.formatWithSymbol(units: amountPaid)), as the node shows for each reference"
            ),
        ]
        if waiting > 0 {
            pairs.append(
                (
                    "waiting",
                    "\(waiting) lines, for the budget of the epoch that begins at \(budgetRenewsAt); run it again then"
                ))
        }
        if takenBack > 0 {
            pairs.append(("taken back", "\(takenBack) lines that were paid were revoked; they are not paid again"))
        }
        if foreign > 0 { pairs.append(("left out", "\(foreign) lines whose reference is paid otherwise")) }
        pairs.append(("budget left", "\(token.formatWithSymbol(units: budgetLeft)) until \(budgetRenewsAt)"))
        if let maturesAt { pairs.append(("matures", "the last at about \(maturesAt)")) }
        printPairs(pairs)
    }
}

extension PayoutRun {
    /// What whoever stopped it must know.
    var openWords: String {
        let open = record.entries.filter(\.isOpen).map { "It is not known whether transaction \($0.id) was done. " }
            .joined()
        return open + "Stopped. Run the same command again: it pays what is not paid yet."
    }
}
