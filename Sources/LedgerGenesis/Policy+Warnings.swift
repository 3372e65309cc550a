public import Ledger
import LedgerCrypto

extension Policy {
    /// What is allowed but seldom meant, in the order of the fields; then what the roles could do together.
    ///
    /// - Parameters:
    ///   - token: for the amounts that are named.
    ///   - epochLength: how long budgets and allowances last.
    public func warnings(in token: Token, epochLength: Milliseconds) -> [String] {
        Self.table.flatMap { $0.words.warnings(self) } + roleWarnings + overlapWarnings
            + outrunWarnings(in: token, epochLength: epochLength)
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
        let roles = [
            ("authority", [authority], "issuers", issuing, "who sets the limits spends within them"),
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

    /// The issuers whose budget would mature in part before the arbiters could take it back.
    private func outrunWarnings(in token: Token, epochLength: Milliseconds) -> [String] {
        guard challengeWindow > .zero, !arbiters.isEmpty, epochLength > .zero else { return [] }
        let epochs = (challengeWindow.count - 1) / epochLength.count + 1
        return issuers.compactMap { outrun(by: $0, epochs: epochs, epochLength, token) }
    }

    /// - Parameter epochs: how many a challenge window touches at the least.
    private func outrun(
        by issuer: Issuer, epochs: UInt64, _ epochLength: Milliseconds, _ token: Token
    ) -> String? {
        let judges = arbiters.filter { $0 != issuer.account }
        // An arbiter that is an issuer too has an issuer's allowance.
        let perEpoch = judges.reduce(UInt64(0)) { $0 + UInt64(terms(of: $1) == nil ? allowance : issuerAllowance) }
        // No amount is under the smallest, so a small budget makes only so many payments.
        let most = issuer.terms.budgetPerEpoch.units / max(1, smallestAmount.units)
        let payments = UInt64(min(UInt128(issuerAllowance), most))
        let revocations = perEpoch * epochs
        guard payments > revocations else { return nil }
        // Each payment is an equal part of the budget. The quotient first, so that no product passes 128 bits.
        let (budget, left) = (issuer.terms.budgetPerEpoch.units, UInt128(payments - revocations))
        let (part, rest) = budget.quotientAndRemainder(dividingBy: UInt128(payments))
        let matures = Amount(part * left + rest * left / UInt128(payments))
        let count = UInt64(judges.count)
        var ways: [String] = []
        if count > 0 { ways.append("allowance \((payments + count * epochs - 1) / (count * epochs))") }
        if revocations >= UInt64(allowance), judges.allSatisfy({ terms(of: $0) == nil }) {
            ways.append("issuerAllowance \(revocations)")
        }
        let arbitersNeeded = (payments + UInt64(allowance) * epochs - 1) / (UInt64(allowance) * epochs)
        if arbitersNeeded <= UInt64(Self.roleRange.upperBound) {
            ways.append(arbitersNeeded == 1 ? "an arbiter beside it" : "\(arbitersNeeded) arbiters beside it")
        }
        let epochsNeeded = perEpoch == 0 ? UInt64.max : (payments + perEpoch - 1) / perEpoch
        let (window, overflow) = epochLength.count.multipliedReportingOverflow(by: epochsNeeded)
        if !overflow, Milliseconds(window) <= Self.longestWindow {
            ways.append("a challengeWindow of \(Milliseconds(window))")
        }
        return "policy.issuers has \(issuer.account), which can split its budget of "
            + "\(token.formatWithSymbol(issuer.terms.budgetPerEpoch)) into \(payments) transactions an epoch; the arbiters can revoke "
            + "\(revocations) before they mature, one by one: \(token.formatWithSymbol(matures)) would mature all the same; "
            + "what mends it: \(ways.joined(separator: ", or "))"
    }
}
