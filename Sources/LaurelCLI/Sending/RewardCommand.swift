import ArgumentParser
import Ledger
import LedgerClient
import LedgerCrypto

struct RewardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward", abstract: "Pay for work: one recipient, or a CSV file of many (issuers).",
        discussion: """
            laurel reward github:alice 12.50 --ticket 4711 --key issuer
            laurel reward --csv may.csv --dry-run --key issuer

            The CSV has a header row and the columns to,amount,reason,reference[,evidence]. Reasons are
            ticketResolved, proposalAccepted and other:CATEGORY.
            """)
    @Argument(help: "An id, the name of a local key, or a handle.") var to: String?
    @Argument(help: "The amount in major units: 12.50") var amount: String?
    @Option(help: "The resolved ticket that it is for.") var ticket: String?
    @Option(help: "The accepted proposal that it is for.") var proposal: String?
    @Option(help: "Another category of work that it is for, with --reference.") var category: String?
    @Option(help: "What of that category it is for.") var reference: String?
    @OptionGroup var evidence: EvidenceOptions
    @Option(help: ArgumentHelp("A file of many rewards.", valueName: "file")) var csv: String?
    @Flag(help: "Print what would be paid, to whom and from which budget, and send nothing.") var dryRun = false
    @OptionGroup var recipients: RecipientOptions
    @OptionGroup var send: SendOptions

    func validate() throws {
        let single = [to, amount, ticket, proposal, category, reference, evidence.evidence]
        if csv != nil {
            guard single.allSatisfy({ $0 == nil }) else {
                throw ValidationError("With --csv, recipients, amounts and reasons come from the file alone.")
            }
        } else {
            guard to != nil, amount != nil else {
                throw ValidationError("Name the recipient and the amount, or --csv FILE.")
            }
            guard [ticket, proposal, category].count(where: { $0 != nil }) == 1, (category != nil) == (reference != nil)
            else {
                throw ValidationError(
                    "Say what it is for: one of --ticket N, --proposal N, or --category NAME --reference TEXT.")
            }
        }
    }

    func run() async throws {
        try await send.withContext { context in
            let lines = try csv.map { try RewardList.read($0, context) } ?? [try single(context)]
            let batches = try RewardList.batches(lines)
            if dryRun {
                return try await RewardPlan(lines, batches: batches.count, context).print(json: send.output.json)
            }
            let people = Set(lines.map(\.to))
            if !recipients.allowsNew { try await context.requireKnown(Array(people)) }
            try await context.send(batches.map { Reward($0) }, handles: people.compactMap(\.handle))
        }
    }

    private func single(_ context: CommandContext) throws -> RewardLine {
        let reason = category.map { "other:\($0)" } ?? (ticket != nil ? "ticketResolved" : "proposalAccepted")
        return try RewardLine(
            to: to ?? "", amount: amount ?? "", reason: reason, reference: ticket ?? proposal ?? reference ?? "",
            evidence: evidence.evidence, context)
    }
}

/// One reward with its recipient as it was written.
struct RewardLine {
    let to: Recipient
    let credit: Credit

    init(
        to: String, amount: String, reason: String, reference: String, evidence: String?, _ context: CommandContext
    ) throws {
        self.to = try context.recipient(to)
        let amount = try context.amount(amount)
        guard amount > .zero else { throw CommandFailure.refused("the amount is 0") }
        guard let reason = Reason(reason) else {
            throw CommandFailure.refused(
                "'\(reason)' is no reason; allowed are ticketResolved, proposalAccepted and other:CATEGORY with \(Category.form)"
            )
        }
        guard let reference = Reference(reference) else {
            throw CommandFailure.refused("'\(reference)' is not \(Reference.form)")
        }
        credit = Credit(
            to: self.to.account, amount: amount, reason: reason, reference: reference,
            evidence: try evidence.map { try Digest(evidence: $0) })
    }
}
