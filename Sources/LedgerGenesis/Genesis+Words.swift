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
