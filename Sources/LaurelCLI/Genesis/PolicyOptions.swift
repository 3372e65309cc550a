import ArgumentParser
import Ledger
import LedgerCrypto

/// The policy of a new genesis.
struct PolicyOptions: ParsableArguments {
    @Option(help: "Who may change the rules.") var authority: String?
    @Option(help: "A key that may sign blocks; may be repeated.") var producer: [String] = []
    @Option(help: "An account that may issue rewards; may be repeated.") var issuer: [String] = []
    @Option(help: "What issuers may pay for; may be repeated (default: ticketResolved and proposalAccepted).")
    var scope: [String] = []
    @Option(help: "What an issuer's credits under one reference may sum to, in major units.") var cap: String?
    @Option(help: "What an issuer may issue in an epoch, in major units.") var budget: String?
    @Option(help: "An account that may revoke any pending reward; may be repeated.") var arbiter: [String] = []
    @Option(help: "An account that may register accounts and bind handles; may be repeated.") var registrar: [String] =
        []
    @Option(help: "How long rewards stay pending: 7d.") var window: String?
    @Option(help: "How long after a bind its key begins to sign: 3d.") var bindDelay: String?
    @Option(help: "The smallest amount of a payment, in major units.") var smallest: String?
    @Option(help: "How many transactions an account may send in an epoch.") var allowance: UInt32?
    @Option(help: "How many an issuer may.") var issuerAllowance: UInt32?

    func policy(_ base: Policy?, _ token: Token, _ keys: KeyStore) throws -> Policy {
        let terms = try terms(base?.issuers.first?.terms, token)
        let producers = try producer.map { try keys.publicKey($0) }
        guard let authority = try authority.map({ try account($0, keys) }) ?? base?.authority else {
            throw CommandFailure.usage("nobody may change the rules; give --authority ACCOUNT")
        }
        guard let producers = producers.isEmpty ? base?.producers : producers else {
            throw CommandFailure.usage("nobody may sign blocks; give --producer KEY")
        }
        let issuers = try issuer.map { Issuer(account: try account($0, keys), terms: terms) }
        let arbiters = try arbiter.map { try account($0, keys) }
        let registrars = try registrar.map { try account($0, keys) }
        return Policy(
            authority: authority, producers: producers, issuers: issuers.isEmpty ? base?.issuers ?? [] : issuers,
            arbiters: arbiters.isEmpty ? base?.arbiters ?? [] : arbiters,
            registrars: registrars.isEmpty ? base?.registrars ?? [] : registrars,
            challengeWindow: try Milliseconds(option: "--window", window) ?? base?.challengeWindow ?? .days(7),
            bindDelay: try Milliseconds(option: "--bind-delay", bindDelay) ?? base?.bindDelay ?? .days(3),
            smallestAmount: try smallest.map { try token.parse($0) } ?? base?.smallestAmount
                ?? token.parse(token.decimals >= 2 ? "0.01" : "1"),
            allowance: allowance ?? base?.allowance ?? 1000,
            issuerAllowance: issuerAllowance ?? base?.issuerAllowance ?? 100_000,
            blockBytes: base?.blockBytes ?? 1 << 20, blockTransactions: base?.blockTransactions ?? 10_000)
    }

    private func terms(_ base: IssuerTerms?, _ token: Token) throws -> IssuerTerms {
        let items = try scope.map { text in
            guard let item = ScopeItem(text) else {
                throw CommandFailure.usage(
                    "--scope is '\(text)'; allowed are ticketResolved, proposalAccepted, other:CATEGORY and other:*")
            }
            return item
        }
        return IssuerTerms(
            scope: items.isEmpty ? base?.scope ?? [.ticketResolved, .proposalAccepted] : items,
            capPerReference: try cap.map { try token.parse($0) } ?? base?.capPerReference ?? token.parse("1000"),
            budgetPerEpoch: try budget.map { try token.parse($0) } ?? base?.budgetPerEpoch ?? token.parse("100000"))
    }

    private func account(_ text: String, _ keys: KeyStore) throws -> AccountID {
        let words = text.split(separator: " ").map(String.init)
        if let authenticator = try Authenticator(words: words, keys: keys) { return .threshold(authenticator) }
        return try Recipient(text, keys: keys).account
    }
}
