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
    public var warnings: [String] { warnings(knowing: [:]) }

    /// That the chain can't begin for long. A start that somebody has in mind is near; one that is far off is mistyped.
    ///
    /// - Parameter now: the time by the clock of whoever asks.
    package func startWarning(at now: Timestamp) -> String? {
        guard time > now.adding(Self.usualWait) else { return nil }
        let wait = Milliseconds((time.milliseconds - now.milliseconds) / 86_400_000 * 86_400_000)
        return "startTime is \(time), in \(wait): no block can be made before; if that is not meant, begin now"
    }

    private static let usualWait = Milliseconds.days(30)
    private static let usualEpoch = Milliseconds.days(366)

    /// The same as ``warnings``, and what the keys of threshold accounts tell.
    package func warnings(knowing thresholds: NamedThresholds) -> [String] {
        var warnings = policy.warnings(in: token, epochLength: epochLength, knowing: thresholds)
        if epochLength > Self.usualEpoch {
            warnings.append(
                "epochLength is \(epochLength), over a year, and can never be changed: an account that has used its \(policy.allowance) "
                    + "transactions, an arbiter too, or an issuer its budget, waits as long for more; use 30d")
        }
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
            } else if terms.budgetPerEpoch == cap {
                warnings.append(
                    "\(place).budgetPerEpoch is the whole supply cap \(number(cap)): this issuer alone can issue all that may ever exist in "
                        + "one epoch; name what an epoch's work is worth")
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
