import ArgumentParser
import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerKeys

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

    /// What was given for each field of a policy that has an option.
    private var flags: [String: [String]] {
        let one = { (flag: String?) in flag.map { [$0] } ?? [] }
        return [
            "authority": one(authority), "producers": producer, "issuers": issuer, "arbiters": arbiter,
            "registrars": registrar, "challengeWindow": one(window), "bindDelay": one(bindDelay),
            "smallestAmount": one(smallest), "allowance": one(allowance.map(String.init)),
            "issuerAllowance": one(issuerAllowance.map(String.init)),
        ]
    }

    /// Asks for the fields in their order. A field that nobody is asked for is the template's, or what is usual.
    ///
    /// - Parameter members: gets those of the threshold accounts that are named.
    func policy(
        _ base: Policy?, _ token: Token, _ keys: KeyStore, _ answering: Answering, _ members: MemberCollector
    ) throws -> Policy {
        let questions = PolicyQuestions(token: token, keys: keys, members: members)
        return try Policy { field, policy in
            let flags = flags[field.name] ?? []
            func answer<Value>(_ path: WritableKeyPath<Policy, Value>, _ question: Question<Value>?) throws {
                if let question {
                    policy[keyPath: path] = try answering.answer(
                        question, flag: flags.first, template: base?[keyPath: path])
                } else if let base {
                    policy[keyPath: path] = base[keyPath: path]
                }
            }
            func list<Value>(_ path: WritableKeyPath<Policy, [Value]>, _ question: Question<Value>?, _ least: Int)
                throws
            {
                if let question {
                    policy[keyPath: path] = try answering.list(
                        question, least: least, flags: flags, template: base?[keyPath: path], next: { $0 })
                } else if let base {
                    policy[keyPath: path] = base[keyPath: path]
                }
            }
            let question = PolicyQuestion.table[field.name]
            switch field.shape {
            case .account(let path): try answer(path, question.map { questions.account($0) })
            case .accounts(let path, let range):
                try list(path, question.map { questions.account($0) }, range.lowerBound)
            case .keys(let path, let range): try list(path, question.map { questions.key($0) }, range.lowerBound)
            case .issuers(let path, _):
                guard let question else { break }
                policy[keyPath: path] = try issuers(
                    base?[keyPath: path], question, flags: flags, questions, answering)
            case .duration(let path, let limit): try answer(path, question.map { questions.duration($0, limit) })
            case .amount(let path): try answer(path, question.map { questions.amount($0) })
            case .number(let path, let limit): try answer(path, question.map { questions.number($0, limit, policy) })
            }
        }
    }

    /// The issuers, each with its terms; what was said of one is usual for the next.
    private func issuers(
        _ base: [Issuer]?, _ question: PolicyQuestion, flags: [String], _ questions: PolicyQuestions,
        _ answering: Answering
    ) throws -> [Issuer] {
        let token = questions.token
        let from = base?.first?.terms
        var usual = (scope: from?.scope ?? [.ticketResolved, .proposalAccepted], cap: "1000", budget: "100000")
        return try answering.list(
            questions.account(question), least: 0, flags: flags, template: try base?.map { try changed($0, questions) }
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
