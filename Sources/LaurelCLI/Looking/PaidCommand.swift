import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct PaidCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paid", abstract: "Show who was paid for a ticket, a proposal or anything else, and by whom.",
        discussion: """
            laurel paid 4711                      as a ticket, a proposal, or a category that the policy names
            laurel paid summit --category events  as something else

            What was taken back is shown too, with the reason. The exit code is 1 where nobody was ever paid.
            """)
    @Argument(help: "The reference: a ticket number, a proposal, an event.") var reference: String
    @Flag(help: "As a ticket.") var ticket = false
    @Flag(help: "As a proposal.") var proposal = false
    @Option(help: "As something of this category.") var category: String?
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [ticket, proposal, category != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give at most one of --ticket, --proposal and --category.")
        }
    }

    func run() async throws {
        let reference = try Reference(option: self.reference)
        let reason = try Reason(tickets: ticket, proposals: proposal, category: category)
        try await look.withSource { source in
            let view: PaidView
            do { view = try await source.paid(reference, reason) } catch ClientError.problem(let problem)
                where problem.rule == "unknownReference"
            {
                throw CommandFailure.refused(
                    "\(problem.detail)" + (reason == nil ? "; name another with --category" : ""))
            }
            try view.check(reference, reason)
            if output.json { return try printJSON(view) }
            let text = RewardText(token: try await source.status().token.token, people: People(keys.store))
            text.printTable(view.rewards)
            if view.earlier > 0 { Terminal.report("It was paid and taken back \(view.earlier) times before these.") }
        }
    }
}

extension PaidView {
    /// Makes sure that a node answered what was asked.
    func check(_ reference: Reference, _ reason: Reason?) throws {
        var filter = RewardFilter()
        (filter.reference, filter.reason) = (reference, reason)
        for reward in rewards {
            guard filter.covers(reward), UInt128(reward.amount) != nil else {
                throw CommandFailure.impossible(
                    "the node's answer can't be right: it sent '\(reward.amount)' for \(reward.reason) \(reward.reference), which was "
                        + "not asked for")
            }
        }
    }
}
