import ArgumentParser
import Ledger
import LedgerCrypto

struct SetIssuerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-issuer", abstract: "Add, change or remove an issuer (the authority).")
    @Argument(help: "The issuer's account.") var account: String
    @Option(help: "What it may pay for: ticketResolved, proposalAccepted, other:CATEGORY or other:*.")
    var scope: [String] = []
    @Option(help: "What all credits under one reference may sum to, in major units.") var cap: String?
    @Option(help: "What it may issue in an epoch, in major units.") var budget: String?
    @Flag(help: "Remove the issuer.") var remove = false
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func validate() throws {
        let hasAll = !scope.isEmpty && cap != nil && budget != nil
        guard remove ? scope.isEmpty && cap == nil && budget == nil : hasAll else {
            throw ValidationError("Give --scope, --cap and --budget, or --remove alone.")
        }
    }

    func run() async throws {
        try await send.withContext { context in
            let issuer = try context.recipient(account)
            let terms = try terms(context)
            if terms != nil, let name = ExampleKeys.name(of: issuer.account) {
                throw CommandFailure.refused(
                    "\(account) is the examples' key of '\(name)', whose secret is public; name a key of your own")
            }
            try await PolicyProposal(context).send(issuer, terms, confirm)
        }
    }

    private func terms(_ context: CommandContext) throws -> IssuerTerms? {
        guard let cap, let budget else { return nil }
        let items = try scope.map { text in
            guard let item = ScopeItem(text) else {
                throw CommandFailure.refused(
                    "'\(text)' is no scope; allowed are ticketResolved, proposalAccepted, other:CATEGORY and other:*")
            }
            return item
        }
        return IssuerTerms(
            scope: items, capPerReference: try context.amount(cap), budgetPerEpoch: try context.amount(budget))
    }
}

struct SetPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-policy", abstract: "Replace the whole policy (the authority).",
        discussion: """
            To change some of it, and leave the rest as others set it: laurel policy edit. A file of 'laurel policy show \
            --json' is taken here too, and what was set since it was taken is kept.
            """)
    @Argument(help: "A genesis file; its policy is taken, all else in it is left aside.") var file: String
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let wanted = try PolicyFile.read(file, of: context.genesis.chainID)
            try ExampleKeys.refuse(
                in: wanted.policy, knowing: wanted.thresholds, of: file, unless: false,
                "put your own there; nothing was sent")
            let change = try await PolicyProposal(context)
            try await change.send(try change.merging(wanted, file), knowing: wanted.thresholds, confirm)
        }
    }
}
