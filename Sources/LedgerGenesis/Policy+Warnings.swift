package import Ledger
import LedgerCrypto

extension Policy {
    /// What is allowed but seldom meant, in the order of the fields; then what the roles could do together.
    ///
    /// - Parameters:
    ///   - token: for the amounts that are named.
    ///   - epochLength: how long budgets and allowances last.
    ///   - thresholds: the keys of threshold accounts, as far as they are known.
    package func warnings(
        in token: Token, epochLength: Milliseconds, knowing thresholds: NamedThresholds = [:]
    ) -> [String] {
        Self.table.flatMap { $0.words.warnings(self) } + authorityWarnings(thresholds) + roleWarnings + overlapWarnings
            + outrunWarnings(in: token, epochLength: epochLength)
    }

    /// An authority of several keys of which one is enough, or none can be lost.
    private func authorityWarnings(_ thresholds: NamedThresholds) -> [String] {
        guard let keys = thresholds[authority] else { return [] }
        if keys.threshold == 1 {
            return [
                "policy.authority is 1 of \(keys.keyCount) keys: whoever holds any one of them alone can change every rule; "
                    + "use a threshold of at least 2"
            ]
        }
        guard keys.threshold == keys.keyCount else { return [] }
        return [
            "policy.authority needs all of its \(keys.keyCount) keys: if one is lost nobody can change the rules; "
                + "add a key, or use a lower threshold"
        ]
    }

    /// The accounts of a role that nobody holds, that another one holds, or that two roles hold.
    private var roleWarnings: [String] {
        var warnings: [String] = []
        let issuing = issuers.map(\.account)
        for (role, does, accounts) in [
            ("authority", "changes the rules", [authority]), ("issuers", "issues rewards", issuing),
            ("arbiters", "revokes rewards and bindings", arbiters), ("registrars", "binds handles", registrars),
        ] {
            for account in accounts {
                if account.kind == .handle, role != "authority" {
                    warnings.append(
                        "policy.\(role) has the handle \(account): whoever a registrar binds it to \(does); "
                            + "use a key or a threshold of several keys")
                }
                if let key = account.ownKey, key.parsed() == nil {
                    warnings.append(
                        "policy.\(role) has the key account \(account), no point of the curve: nobody can ever act by it"
                    )
                }
            }
        }
        let producing = producers.map { AccountID.key($0) }
        let roles = [
            ("authority", [authority], "issuers", issuing, "who sets the limits spends within them"),
            ("authority", [authority], "producers", producing, "a key that a running node holds changes every rule"),
            (
                "issuers", issuing, "producers", producing,
                "who makes the blocks can leave out the revocations of what it pays"
            ),
            (
                "arbiters", arbiters, "producers", producing,
                "whoever breaks into the node decides which rewards stand, and which revocations get into a block"
            ),
            (
                "registrars", registrars, "producers", producing,
                "who makes the blocks can leave out the revocations of what it binds"
            ),
            (
                "issuers", issuing, "registrars", registrars,
                "who pays handles also says whose they are, so it can pay itself under any name"
            ),
            (
                "arbiters", arbiters, "issuers", issuing,
                "nobody else looks at what it pays, and it can undo what others pay"
            ),
            ("arbiters", arbiters, "registrars", registrars, "who binds handles also judges whether a binding stands"),
        ]
        for (first, some, second, others, meaning) in roles {
            for account in Set(some).intersection(others).sorted() {
                warnings.append(
                    "policy.\(first) and policy.\(second) both have \(account): \(meaning); use two accounts")
            }
        }
        return warnings
    }

    /// The issuers that may pay for what an earlier one may pay for, each named once.
    private var overlapWarnings: [String] {
        var payers: [ScopeItem: AccountID] = [:]
        var other: AccountID?
        var warnings: [String] = []
        for issuer in issuers {
            let shared = issuer.terms.scope.compactMap { item -> (ScopeItem, AccountID)? in
                let first =
                    switch item {
                    case .anyOther: other
                    case .other: payers[item] ?? payers[.anyOther]
                    default: payers[item]
                    }
                return first.map { (item, $0) }
            }
            if let (item, first) = shared.first {
                warnings.append(
                    "policy.issuers has two who may pay for \(item), \(first) and \(issuer.account): each can pay a ticket that is "
                        + "the other's, with dust, free it by revocation and pay the next; give each a scope of its own"
                )
            }
            for item in issuer.terms.scope {
                payers[item] = payers[item] ?? issuer.account
                switch item {
                case .other, .anyOther: other = other ?? issuer.account
                default: break
                }
            }
        }
        return warnings
    }
}
