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
            if let change = try await PolicyChange(context) {
                change.warn(change.current.setting(issuer.account, to: terms), knowing: [:])
            }
            try await context.send(
                [SetIssuer(account: issuer.account, terms: terms)], handles: [issuer.handle].compactMap { $0 })
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
        commandName: "set-policy", abstract: "Replace the whole policy (the authority).")
    @Argument(help: "A genesis file; its policy is taken, all else in it is left aside.") var file: String
    @OptionGroup var send: SendOptions

    func run() async throws {
        let read = try GenesisFile(reading: file)
        let (policy, thresholds) = (read.genesis.policy, read.thresholds)
        try ExampleKeys.refuse(
            in: policy, knowing: thresholds, of: file, unless: false, "put your own there; nothing was sent")
        for warning in ExampleKeys.partWarnings(of: policy, knowing: thresholds) {
            Terminal.report("warning: " + warning)
        }
        try await send.withContext { context in
            if let change = try await PolicyChange(context) { change.warn(policy, knowing: thresholds) }
            try await context.send([SetPolicy(policy: policy)])
        }
    }
}
