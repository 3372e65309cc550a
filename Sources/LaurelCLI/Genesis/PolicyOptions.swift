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

    /// - Parameter members: gets those of the threshold accounts that are named.
    func policy(
        _ base: Policy?, _ token: Token, _ keys: KeyStore, _ answering: Answering, _ members: MemberCollector
    ) throws -> Policy {
        let questions = PolicyQuestions(token: token, keys: keys, members: members)
        let authority = try answering.answer(
            questions.account("authority", "Who may change the rules below; best k of n keys"), flag: authority,
            template: base?.authority)
        let producers = try answering.list(
            questions.producer, least: 1, flags: producer, template: base?.producers, next: { $0 })
        let issuers = try issuers(base, questions, answering)
        let arbiters = try answering.list(
            questions.account("arbiter", "Who may revoke any reward that is still pending"), least: 0, flags: arbiter,
            template: base?.arbiters, next: { $0 })
        let registrars = try answering.list(
            questions.account("registrar", "Who may admit accounts and bind handles to keys"), least: 0,
            flags: registrar, template: base?.registrars, next: { $0 })
        let window = try answering.answer(questions.window, flag: window, template: base?.challengeWindow)
        let bindDelay = try answering.answer(questions.bindDelay, flag: bindDelay, template: base?.bindDelay)
        let smallest = try answering.answer(questions.smallest, flag: smallest, template: base?.smallestAmount)
        let allowance = try answering.answer(
            questions.allowance(
                "--allowance", "How many transactions an account may send in an epoch", least: 1, usual: 1000),
            flag: allowance.map(String.init), template: base?.allowance)
        let issuerAllowance = try answering.answer(
            // What the arbiters can undo in an epoch, so that no issuer outruns them.
            questions.allowance(
                "--issuer-allowance", "How many an issuer may", least: allowance,
                usual: UInt32(clamping: UInt64(allowance) * UInt64(max(1, arbiters.count)))),
            flag: issuerAllowance.map(String.init), template: base?.issuerAllowance)
        return Policy(
            authority: authority, producers: producers, issuers: issuers, arbiters: arbiters, registrars: registrars,
            challengeWindow: window, bindDelay: bindDelay, smallestAmount: smallest, allowance: allowance,
            issuerAllowance: issuerAllowance, blockBytes: base?.blockBytes ?? 1 << 20,
            blockTransactions: base?.blockTransactions ?? 10_000)
    }

    /// The issuers, each with its terms; what was said of one is usual for the next.
    private func issuers(_ base: Policy?, _ questions: PolicyQuestions, _ answering: Answering) throws -> [Issuer] {
        let token = questions.token
        let from = base?.issuers.first?.terms
        var usual = (scope: from?.scope ?? [.ticketResolved, .proposalAccepted], cap: "1000", budget: "100000")
        return try answering.list(
            questions.account("issuer", "Who may issue rewards"), least: 0, flags: issuer,
            template: try base?.issuers.map { try changed($0, questions) }
        ) { account in
            let terms = IssuerTerms(
                scope: try answering.answer(
                    questions.scope(usual: usual.scope), flag: scopes,
                    template: from?.scope),
                capPerReference: try answering.answer(
                    questions.cap(usual: usual.cap), flag: cap, template: from?.capPerReference),
                budgetPerEpoch: try answering.answer(
                    questions.budget(usual: usual.budget), flag: budget, template: from?.budgetPerEpoch))
            usual = (terms.scope, token.format(terms.capPerReference), token.format(terms.budgetPerEpoch))
            return Issuer(account: account, terms: terms)
        }
    }
    private var scopes: String? { scope.isEmpty ? nil : scope.joined(separator: ",") }

    /// An issuer of the template under the terms that flags name.
    private func changed(_ issuer: Issuer, _ questions: PolicyQuestions) throws -> Issuer {
        let flags = Answering(isAsking: false)
        let terms = issuer.terms
        return Issuer(
            account: issuer.account,
            terms: IssuerTerms(
                scope: try flags.answer(questions.scope(usual: []), flag: scopes, template: terms.scope),
                capPerReference: try flags.answer(questions.cap(usual: ""), flag: cap, template: terms.capPerReference),
                budgetPerEpoch: try flags.answer(
                    questions.budget(usual: ""), flag: budget, template: terms.budgetPerEpoch)))
    }
}
