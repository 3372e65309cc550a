import Ledger
import LedgerCrypto

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

/// What the first policy settles; the authority can change it later.
struct PolicyQuestions {
    let token: Token
    let keys: KeyStore
    let members: MemberCollector

    private static let accounts = "an id, the name of a local key, a handle, or k-of-n and n keys"

    /// - Parameter role: also the name of the local key that is usual, if there is one.
    func account(_ role: String, _ text: String) -> Question<AccountID> {
        Question(option: "--\(role)", text: text, allowed: Self.accounts, usual: own(role)) { text in
            let words = text.split(separator: " ").map(String.init)
            if let authenticator = try Authenticator(words: words, keys: keys) {
                members.all[.threshold(authenticator)] = Members(authenticator, words: words, keys)
                return .threshold(authenticator)
            }
            return try Recipient(text, keys: keys).account
        }
    }

    var producer: Question<PublicKey> {
        Question(
            option: "--producer", text: "Whose key signs the blocks",
            allowed: "the name of a local key, 64 hex digits, or the id of a key account", usual: own("producer")
        ) { try keys.publicKey($0) }
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

    var window: Question<Milliseconds> {
        GenesisQuestions.duration(
            "--window", "How long a reward stays pending, so that it can be revoked", .zero...Policy.longestWindow,
            usual: "7d")
    }

    var bindDelay: Question<Milliseconds> {
        GenesisQuestions.duration(
            "--bind-delay", "How long after a handle is bound to a key that key begins to sign",
            .zero...Policy.longestWindow, usual: "3d")
    }

    var smallest: Question<Amount> {
        GenesisQuestions.amount(
            "--smallest", "The smallest amount of a payment", token, usual: token.decimals > 1 ? "0.10" : "1")
    }

    func allowance(_ option: String, _ text: String, least: UInt32, usual: UInt32) -> Question<UInt32> {
        Question(
            option: option, text: text, allowed: "\(least)…\(UInt32.max)", usual: String(max(least, usual))
        ) { UInt32($0).flatMap { $0 >= least ? $0 : nil } }
    }

    private func own(_ role: String) -> String? { (try? keys.names().contains(role)) == true ? role : nil }
}

extension Amount {
    fileprivate var nonzero: Amount? { self == .zero ? nil : self }
}
