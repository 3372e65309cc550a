import Ledger
import LedgerCrypto
import LedgerKeys

/// What a genesis settles for ever.
enum GenesisQuestions {
    static var community: Question<String> {
        Question(
            option: "--community", text: "The community's name", allowed: "1…100 bytes without control characters"
        ) { line($0, 100) }
    }

    static var tokenName: Question<String> {
        Question(option: "--token-name", text: "The token's name", allowed: "1…50 bytes without control characters") {
            line($0, 50)
        }
    }

    static var symbol: Question<String> {
        Question(option: "--symbol", text: "The token's symbol", allowed: "1…12 characters of A-Z and 0-9") {
            Token.isSymbol($0) ? $0 : nil
        }
    }

    static var decimals: Question<Int> {
        Question(option: "--decimals", text: "How many decimals it has", allowed: "0…18", usual: "2") {
            Int($0).flatMap { Token.decimalsRange.contains($0) ? $0 : nil }
        }
    }

    static var epoch: Question<Milliseconds> {
        duration(
            "--epoch", "How long an epoch is, in which budgets and allowances are counted", Genesis.epochRange,
            usual: "30d")
    }

    static func supplyCap(_ token: Token) -> Question<Amount> {
        amount("--supply-cap", "How much may ever exist", token, usual: "1000000000")
    }

    /// An amount in major units, at least the smallest unit.
    static func amount(_ option: String, _ text: String, _ token: Token, usual: String) -> Question<Amount> {
        Question(
            option: option, text: text, allowed: "at least \(token.format(Amount(1))) \(token.symbol)", usual: usual
        ) { text in try token.parse(text).nonzero }
    }

    static func duration(
        _ option: String, _ text: String, _ range: ClosedRange<Milliseconds>, usual: String
    ) -> Question<Milliseconds> {
        Question(
            option: option, text: text,
            allowed: "\(range.lowerBound)…\(range.upperBound), a whole number and d, h, m, s or ms", usual: usual
        ) { Milliseconds($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    private static func line(_ text: String, _ limit: Int) -> String? {
        (1...limit).contains(text.utf8.count) && Note.isFormed(text) ? text : nil
    }
}

/// How one field of a policy is asked for. A field that has no row in ``table`` is not asked for.
struct PolicyQuestion: Sendable {
    let option: String
    let text: String
    /// The usual answer, given the policy as answered so far where it depends on that.
    let usual: @Sendable (Policy?, Token) -> String

    private init(
        _ option: String, _ text: String, usual: @escaping @Sendable (Policy?, Token) -> String = { _, _ in "" }
    ) {
        (self.option, self.text, self.usual) = (option, text, usual)
    }

    static let table: [String: PolicyQuestion] = [
        "authority": PolicyQuestion("--authority", "Who may change the rules below; best k of n keys"),
        "producers": PolicyQuestion("--producer", "Whose key signs the blocks"),
        "issuers": PolicyQuestion("--issuer", "Who may issue rewards"),
        "arbiters": PolicyQuestion("--arbiter", "Who may revoke any reward that is still pending"),
        "registrars": PolicyQuestion("--registrar", "Who may admit accounts and bind handles to keys"),
        "challengeWindow": PolicyQuestion(
            "--window", "How long a reward stays pending, so that it can be revoked", usual: { _, _ in "7d" }),
        "bindDelay": PolicyQuestion(
            "--bind-delay", "How long after a handle is bound to a key that key begins to sign", usual: { _, _ in "3d" }
        ),
        "smallestAmount": PolicyQuestion(
            "--smallest", "The smallest amount of a payment", usual: { $1.decimals > 1 ? "0.10" : "1" }),
        "allowance": PolicyQuestion(
            "--allowance", "How many transactions an account may send in an epoch", usual: { _, _ in "1000" }),
        "issuerAllowance": PolicyQuestion(
            "--issuer-allowance", "How many an issuer may",
            // Half of what the arbiters can undo in an epoch, so that no issuer outruns them by paying around its beginning.
            usual: { policy, _ in
                guard let policy else { return "1000" }
                return String(UInt32(clamping: UInt64(policy.allowance) * UInt64(max(2, policy.arbiters.count)) / 2))
            }),
    ]
}

/// What the first policy settles; the authority can change it later.
struct PolicyQuestions {
    let token: Token
    let keys: KeyStore
    let members: MemberCollector

    private static let accounts = "an id, the name of a local key, a handle, or k-of-n and n keys"

    func account(_ question: PolicyQuestion) -> Question<AccountID> {
        Question(
            option: question.option, text: question.text, allowed: Self.accounts, usual: own(question)
        ) { text in
            let words = text.split(separator: " ").map(String.init)
            if let authenticator = try Authenticator(words: words, keys: keys) {
                members.all[.threshold(authenticator)] = Members(authenticator, words: words, keys)
                return .threshold(authenticator)
            }
            return try Recipient(text, keys: keys).account
        }
    }

    func key(_ question: PolicyQuestion) -> Question<PublicKey> {
        Question(
            option: question.option, text: question.text,
            allowed: "the name of a local key, 64 hex digits, or the id of a key account", usual: own(question)
        ) { try keys.publicKey($0) }
    }

    func duration(_ question: PolicyQuestion, _ limit: Milliseconds) -> Question<Milliseconds> {
        GenesisQuestions.duration(
            question.option, question.text, .zero...limit, usual: question.usual(nil, token))
    }

    func amount(_ question: PolicyQuestion) -> Question<Amount> {
        GenesisQuestions.amount(question.option, question.text, token, usual: question.usual(nil, token))
    }

    /// - Parameter policy: what was answered so far.
    func number(_ question: PolicyQuestion, _ limit: PolicyField.NumberLimit, _ policy: Policy) -> Question<UInt32> {
        let range: ClosedRange<UInt32> =
            switch limit {
            case .atLeast(let least): least...UInt32.max
            case .atLeastField(_, let path): policy[keyPath: path]...UInt32.max
            case .within(let range, _): range
            }
        let usual = UInt32(question.usual(policy, token)).map { min(max(range.lowerBound, $0), range.upperBound) }
        return Question(
            option: question.option, text: question.text, allowed: "\(range.lowerBound)…\(range.upperBound)",
            usual: usual.map(String.init)
        ) { UInt32($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    func scope(usual: [ScopeItem]) -> Question<[ScopeItem]> {
        Question(
            option: "--scope", text: "What it may pay for",
            allowed: "a list of ticketResolved, proposalAccepted, other:CATEGORY and other:*, with commas between",
            usual: usual.map(\.description).joined(separator: ",")
        ) { text in
            let items = text.split(separator: ",", omittingEmptySubsequences: false).map {
                ScopeItem(String($0.filter { $0 != " " }))
            }
            let known = items.compactMap { $0 }
            return known.count == items.count && (1...IssuerTerms.scopeLimit).contains(Set(known).count) ? known : nil
        }
    }

    func cap(usual: String) -> Question<Amount> {
        GenesisQuestions.amount("--cap", "The most that it may pay for one ticket or proposal", token, usual: usual)
    }

    func budget(usual: String) -> Question<Amount> {
        GenesisQuestions.amount("--budget", "The most that it may pay in an epoch", token, usual: usual)
    }

    /// The local key that is named as the option is, if there is one.
    private func own(_ question: PolicyQuestion) -> String? {
        let role = String(question.option.dropFirst(2))
        return (try? keys.names().contains(role)) == true ? role : nil
    }
}

extension Amount {
    fileprivate var nonzero: Amount? { self == .zero ? nil : self }
}
