public import Ledger
import LedgerCrypto

extension Genesis {
    /// What the genesis means, for the people who are about to live by it: a line for each thing that it settles.
    public var explanation: [String] {
        [
            "\(community) counts in \(token.name) (\(token.symbol)), with \(token.decimals) decimals.",
            "At most \(token.formatWithSymbol(supplyCap)) may ever exist, not counting what is revoked.",
            "The chain begins at \(time). Budgets and allowances count anew every \(epochLength).",
            "Its id is \(chainID).",
        ] + policy.explanation(in: token)
    }

    /// What is allowed but seldom meant, each with the reason and the way out.
    public var warnings: [String] {
        var warnings = policy.warnings(in: token, epochLength: epochLength)
        if nonce == .zero {
            warnings.append("nonce is all zeros: a second chain made like this has the same id; use random digits")
        }
        if policy.smallestAmount.units > supplyCap.units {
            warnings.append(
                "policy.smallestAmount \(policy.smallestAmount) is over supplyCap \(supplyCap): nothing can ever be issued"
            )
        }
        let (number, cap) = (token.format, supplyCap)
        for (index, issuer) in policy.issuers.enumerated() {
            let (place, terms) = ("policy.issuers[\(index)]", issuer.terms)
            if terms.budgetPerEpoch > cap {
                warnings.append(
                    "\(place).budgetPerEpoch \(number(terms.budgetPerEpoch)) is over the supply cap \(number(cap)): the cap is the limit"
                )
            }
            if terms.capPerReference > terms.budgetPerEpoch {
                warnings.append(
                    "\(place).capPerReference \(number(terms.capPerReference)) is over its budgetPerEpoch "
                        + "\(number(terms.budgetPerEpoch)): the budget is the limit")
            }
            if terms.capPerReference < policy.smallestAmount {
                warnings.append(
                    "\(place).capPerReference \(number(terms.capPerReference)) is under smallestAmount "
                        + "\(number(policy.smallestAmount)): this issuer can issue nothing")
            }
        }
        return warnings
    }
}

extension Policy {
    /// What the policy means, a line for each thing that it settles.
    public func explanation(in token: Token) -> [String] {
        var lines = ["\(Self.name(authority)) may change these rules."]
        lines.append(
            producers.count == 1
                ? "One key signs the blocks: \(producers[0])." : "Any one of \(producers.count) keys may sign a block:")
        if producers.count > 1 { lines += producers.map { "  \($0)" } }
        if issuers.isEmpty { lines.append("Nobody may issue tokens until an issuer is set.") }
        for issuer in issuers {
            lines.append("\(Self.name(issuer.account)) may issue")
            lines.append("  for \(issuer.terms.scope.map(\.description).joined(separator: ", "))")
            lines.append("  at most \(token.formatWithSymbol(issuer.terms.capPerReference)) for one reference")
            lines.append("  at most \(token.formatWithSymbol(issuer.terms.budgetPerEpoch)) in an epoch.")
        }
        lines.append(
            challengeWindow == .zero
                ? "Rewards are final at once; nothing can be revoked."
                : "Rewards stay pending for \(challengeWindow); until then their issuer or an arbiter may revoke them.")
        lines += arbiters.map { "  arbiter: \(Self.name($0))" }
        lines.append(
            registrars.isEmpty
                ? "Nobody may bind handles to keys."
                : "Registrars may bind handles to keys, which sign \(bindDelay) later:")
        lines += registrars.map { "  registrar: \(Self.name($0))" }
        lines.append("No credit or transfer is under \(token.formatWithSymbol(smallestAmount)).")
        lines.append("In an epoch an account may send \(allowance) transactions, an issuer \(issuerAllowance).")
        lines.append("A block holds at most \(blockTransactions) transactions and \(blockBytes) bytes.")
        return lines
    }

    private static func name(_ account: AccountID) -> String {
        switch account.kind {
        case .key: "The key account \(account)"
        case .handle: "The handle account \(account)"
        case .threshold: "The threshold account \(account)"
        }
    }
}
