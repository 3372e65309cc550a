public import Ledger
import LedgerCrypto

/// What one field of a policy means to the people who live by it. A field that has no row in ``table`` is told by its name and value.
package struct PolicyWords: Sendable {
    /// A line for each thing that the field settles; none where another field's line tells it too.
    var meaning: @Sendable (Policy, Token) -> [String]
    /// What is allowed but seldom meant, with the reason and the way out.
    var warnings: @Sendable (Policy) -> [String] = { _ in [] }
    /// What a change from one policy to the next brings that neither says alone.
    var change: @Sendable (Policy, Policy) -> [String] = { _, _ in [] }

    package static let table: [String: PolicyWords] = [
        "authority": PolicyWords(
            meaning: { policy, _ in ["\(name(policy.authority)) may change these rules."] },
            warnings: { policy in
                switch policy.authority.kind {
                case .key:
                    [
                        "policy.authority is a single key: whoever holds it alone can change every rule, and if it is lost nobody can; "
                            + "use a threshold of several keys"
                    ]
                case .handle:
                    [
                        "policy.authority is a handle: a registrar decides whose key signs for it; use a threshold of several keys"
                    ]
                case .threshold: []
                }
            }),
        "producers": PolicyWords(
            meaning: { policy, _ in
                policy.producers.count == 1
                    ? ["One key signs the blocks: \(policy.producers[0])."]
                    : ["Any one of \(policy.producers.count) keys may sign a block:"]
                        + (policy.producers.count > 1 ? policy.producers.map { "  \($0)" } : [])
            },
            warnings: { policy in
                let one =
                    "policy.producers is one key: if it is lost the chain ends, since another is named only in a block that it signs; "
                    + "add a second one that is kept elsewhere"
                return (policy.producers.count == 1 ? [one] : [])
                    + policy.producers.filter { $0.parsed() == nil }.map {
                        "policy.producers has \($0), no point of the curve: nobody can sign a block by it"
                    }
            },
            change: { before, after in
                let gone = before.producers.filter { !after.producers.contains($0) }
                guard !gone.isEmpty else { return [] }
                let keys = gone.map(\.description).joined(separator: ", ")
                let nodes =
                    gone.count == before.producers.count
                    ? "every node that makes blocks now" : "a node that signs by it"
                return [
                    "policy.producers no longer has \(keys): \(nodes) makes no block after the one with this change, and the chain stands "
                        + "still until a node with the key of another producer runs; have one ready"
                ]
            }),
        "issuers": PolicyWords(
            meaning: { policy, token in
                guard !policy.issuers.isEmpty else { return ["Nobody may issue tokens until an issuer is set."] }
                return policy.issuers.flatMap { issuer in
                    [
                        "\(name(issuer.account)) may issue",
                        "  for \(issuer.terms.scope.map(\.description).joined(separator: ", "))",
                        "  at most \(token.formatWithSymbol(issuer.terms.capPerReference)) for one reference",
                        "  at most \(token.formatWithSymbol(issuer.terms.budgetPerEpoch)) in an epoch.",
                    ]
                }
            },
            warnings: {
                $0.issuers.isEmpty
                    ? ["policy.issuers is empty: nothing can be issued until the authority sets one"] : []
            }),
        "arbiters": PolicyWords(
            meaning: { policy, _ in
                let window =
                    policy.challengeWindow == .zero
                    ? "Rewards are final at once; nothing can be revoked."
                    : "Rewards stay pending for \(policy.challengeWindow); until then their issuer or an arbiter may revoke them."
                return [window] + policy.arbiters.map { "  arbiter: \(name($0))" }
            },
            warnings: {
                $0.arbiters.isEmpty
                    ? ["policy.arbiters is empty: only the issuers themselves can revoke their rewards"] : []
            }),
        "registrars": PolicyWords(
            meaning: { policy, _ in
                guard !policy.registrars.isEmpty else { return ["Nobody may bind handles to keys."] }
                return ["Registrars may bind handles to keys, which sign \(policy.bindDelay) later:"]
                    + policy.registrars.map { "  registrar: \(name($0))" }
            },
            warnings: {
                $0.registrars.isEmpty
                    ? ["policy.registrars is empty: rewards to handles can't be claimed by anybody"] : []
            }),
        "challengeWindow": PolicyWords(
            meaning: toldByAnother,
            warnings: { policy in
                if policy.challengeWindow == .zero {
                    return ["policy.challengeWindow is 0ms: mistaken rewards can't be revoked"]
                }
                if policy.challengeWindow < shortestWindow {
                    return [
                        "policy.challengeWindow is \(policy.challengeWindow), under \(shortestWindow): rewards mature before anybody has "
                            + "looked at them; leave the arbiters time, such as 7d"
                    ]
                }
                guard policy.challengeWindow > usualWindow else { return [] }
                return [
                    "policy.challengeWindow is \(policy.challengeWindow), over \(usualWindow): rewards mature in order of issue, so after a "
                        + "change to a shorter one all new rewards still wait for those issued before it"
                ]
            },
            change: { before, after in
                let (old, new) = (before.challengeWindow, after.challengeWindow)
                guard old != new else { return [] }
                let change = "policy.challengeWindow goes from \(old) to \(new): rewards mature in order of issue, so "
                return [
                    change
                        + (new < old
                            ? "new ones still wait for all that were issued before, up to \(old)"
                            : "after a first one under it all later ones wait up to \(new), even if it is made shorter again")
                ]
            }),
        "bindDelay": PolicyWords(
            meaning: toldByAnother,
            warnings: { policy in
                if policy.bindDelay == .zero {
                    return [
                        "policy.bindDelay is 0ms: a mistaken or stolen binding can spend before anybody can revoke it"
                    ]
                }
                guard policy.bindDelay < shortestWindow else { return [] }
                return [
                    "policy.bindDelay is \(policy.bindDelay), under \(shortestWindow): a mistaken or stolen binding can spend before anybody "
                        + "has looked at it; leave the arbiters time, such as 3d"
                ]
            }),
        "smallestAmount": PolicyWords(
            meaning: { ["No credit or transfer is under \($1.formatWithSymbol($0.smallestAmount))."] },
            warnings: {
                $0.smallestAmount.units == 1
                    ? [
                        "policy.smallestAmount is 1: dust is cheap to send; a larger least amount keeps the ledger small"
                    ]
                    : []
            }),
        "allowance": PolicyWords(
            meaning: { policy, _ in
                [
                    "In an epoch an account may send \(policy.allowance) transactions, an issuer \(policy.issuerAllowance)."
                ]
            },
            warnings: {
                $0.allowance < leastAllowance
                    ? [
                        "policy.allowance is \($0.allowance), under \(leastAllowance): whoever has sent as many, an arbiter too, can do nothing "
                            + "more until the epoch ends; use 1000"
                    ]
                    : []
            }),
        "issuerAllowance": PolicyWords(meaning: toldByAnother),
        "blockBytes": PolicyWords(
            meaning: { policy, _ in
                ["A block holds at most \(policy.blockTransactions) transactions and \(policy.blockBytes) bytes."]
            }),
        "blockTransactions": PolicyWords(
            meaning: toldByAnother,
            warnings: {
                $0.blockTransactions < leastBlock
                    ? [
                        "policy.blockTransactions is \($0.blockTransactions), under \(leastBlock): a few accounts fill block after block, and "
                            + "what all others send, arbiters too, waits behind them; use 10000"
                    ]
                    : []
            }),
    ]

    private static let toldByAnother: @Sendable (Policy, Token) -> [String] = { _, _ in [] }

    private static let usualWindow = Milliseconds.days(30)
    /// Nobody is at hand at every hour; under one, nobody at all.
    private static let shortestWindow = Milliseconds.hours(1)
    private static let leastAllowance: UInt32 = 10
    private static let leastBlock: UInt32 = 100

    private static func name(_ account: AccountID) -> String {
        switch account.kind {
        case .key: "The key account \(account)"
        case .handle: "The handle account \(account)"
        case .threshold: "The threshold account \(account)"
        }
    }
}

extension PolicyField {
    var words: PolicyWords {
        PolicyWords.table[name] ?? PolicyWords(meaning: { ["\(name) is \(plainValue(in: $0, $1))."] })
    }

    private func plainValue(in policy: Policy, _ token: Token) -> String {
        switch shape {
        case .account(let path): "\(policy[keyPath: path])"
        case .accounts(let path, _): Self.list(policy[keyPath: path])
        case .keys(let path, _): Self.list(policy[keyPath: path])
        case .issuers(let path, _): Self.list(policy[keyPath: path].map(\.account))
        case .duration(let path, _): "\(policy[keyPath: path])"
        case .amount(let path): token.formatWithSymbol(policy[keyPath: path])
        case .number(let path, _): "\(policy[keyPath: path])"
        }
    }

    private static func list(_ values: [some CustomStringConvertible]) -> String {
        values.isEmpty ? "nobody" : values.map(\.description).joined(separator: ", ")
    }
}

extension Policy {
    /// What the policy means, a line for each thing that it settles.
    public func explanation(in token: Token) -> [String] { Self.table.flatMap { $0.words.meaning(self, token) } }

    /// What a change to the policy `next` brings that no look at either of them tells.
    package func changes(to next: Policy) -> [String] { Self.table.flatMap { $0.words.change(self, next) } }
}
