import ArgumentParser
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerKeys

struct RewardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward", abstract: "Pay for work: one recipient, or a CSV file of many (issuers).",
        discussion: """
            laurel reward github:alice 12.50 --ticket 4711 --key issuer
            laurel reward --csv may.csv --dry-run --key issuer

            With --csv it is 'laurel payout run', with --dry-run 'laurel payout plan'; see 'laurel payout --help'.
            """)
    @Argument(help: "An id, the name of a local key, or a handle.") var to: String?
    @Argument(help: "The amount in major units: 12.50") var amount: String?
    @Option(help: "The resolved ticket that it is for.") var ticket: String?
    @Option(help: "The accepted proposal that it is for.") var proposal: String?
    @Option(help: "Another category of work that it is for, with --reference.") var category: String?
    @Option(help: "What of that category it is for.") var reference: String?
    @OptionGroup var evidence: EvidenceOptions
    @Option(help: ArgumentHelp("A file of many rewards.", valueName: "file")) var csv: String?
    @Flag(help: "Tell what would happen, rule by rule, and send nothing.") var dryRun = false
    @OptionGroup var recipients: RecipientOptions
    @OptionGroup var send: SendOptions

    func validate() throws {
        let single = [to, amount, ticket, proposal, category, reference, evidence.evidence]
        if csv != nil {
            guard single.allSatisfy({ $0 == nil }) else {
                throw ValidationError("With --csv, recipients, amounts and reasons come from the file alone.")
            }
            guard dryRun || send.out != nil || (send.sequence == nil && send.wait) else {
                throw ValidationError(
                    "With --csv it is a payout, which is numbered and waited for by itself: leave out --sequence, --no-wait."
                )
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
            let permissions = PayoutPermissions(allowsNew: recipients.allowsNew)
            if let csv, dryRun {
                let sheet = try PayoutSheet(path: csv, token: context.token, keys: send.keys.store)
                return try await context.plan(
                    sheet.lines, permissions, name: try PayoutFolder.name(nil, of: csv), file: csv)
            }
            if let csv, send.out == nil {
                return try await context.pay(file: csv, name: nil, permissions, waitsForBudget: false)
            }
            let lines =
                try csv.map { try PayoutSheet(path: $0, token: context.token, keys: send.keys.store).lines }
                ?? [try single(context)]
            if dryRun {
                var single = permissions
                single.passesPaid = false
                return try await context.plan(lines, single, name: nil, file: nil)
            }
            let people = Set(lines.map(\.to))
            if !recipients.allowsNew { try await context.requireKnown(Array(people)) }
            try await context.send(try Self.rewards(lines), handles: people.compactMap(\.handle))
        }
    }

    /// For files that are signed elsewhere: lines for one reference stay in one transaction, since only one can pay it.
    private static func rewards(_ lines: [PayoutLine]) throws -> [Reward] {
        var batches: [[Credit]] = []
        for group in PayoutCheck.groups(lines) {
            guard group.lines.count <= Reward.creditLimit else {
                throw CommandFailure.refused(
                    "\(group.purpose) has \(group.lines.count) rewards; at most \(Reward.creditLimit) "
                        + "fit into one transaction, and a second one could not pay the same reference")
            }
            if batches.isEmpty || batches[batches.count - 1].count + group.lines.count > Reward.creditLimit {
                batches.append([])
            }
            batches[batches.count - 1] += group.lines.map(\.credit)
        }
        return batches.map { Reward($0) }
    }

    private func single(_ context: CommandContext) throws -> PayoutLine {
        let reason = category.map { "other:\($0)" } ?? (ticket != nil ? "ticketResolved" : "proposalAccepted")
        do {
            return try PayoutLine(
                number: nil, to: to ?? "", amount: amount ?? "", reason: reason,
                reference: ticket ?? proposal ?? reference ?? "", evidence: evidence.evidence, token: context.token,
                keys: send.keys.store)
        } catch let fault as ColumnFault {
            throw CommandFailure.refused(fault.faults.map(\.message).joined(separator: "\n"))
        }
    }
}
