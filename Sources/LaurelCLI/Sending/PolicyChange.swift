import Ledger
import LedgerClient
import LedgerCrypto

/// The policy in force, for saying what a change of it newly brings before it is signed.
struct PolicyChange {
    let genesis: Genesis
    let current: Policy

    /// Says on standard error what the policy `next` brings that the current one did not.
    func warn(_ next: Policy) {
        for warning in newWarnings(of: next) { Terminal.report("warning: " + warning) }
    }

    func newWarnings(of next: Policy) -> [String] {
        let before = Set(genesis.under(current).warnings)
        var warnings = genesis.under(next).warnings.filter { !before.contains($0) }
        let (old, new) = (current.challengeWindow, next.challengeWindow)
        if new < old {
            warnings.append(
                "policy.challengeWindow goes from \(old) to \(new): rewards mature in order of issue, so new ones still wait for all "
                    + "that were issued before, up to \(old)")
        } else if new > old {
            warnings.append(
                "policy.challengeWindow goes from \(old) to \(new): rewards mature in order of issue, so after a first one under it "
                    + "all later ones wait up to \(new), even if it is made shorter again")
        }
        return warnings
    }
}

extension Policy {
    /// - Throws: ``CommandFailure`` where the view does not say a policy.
    init(_ view: PolicyView) throws {
        func read<Value>(_ value: Value?, _ text: String) throws -> Value {
            guard let value else { throw CommandFailure.impossible("the node's policy can't be read at '\(text)'") }
            return value
        }
        func amount(_ text: String) throws -> Amount { Amount(try read(UInt128(text), text)) }
        self.init(
            authority: try AccountID(text: view.authority.id),
            producers: try view.producers.map { try read(PublicKey(hex: $0), $0) },
            issuers: try view.issuers.map { issuer in
                Issuer(
                    account: try AccountID(text: issuer.account.id),
                    terms: IssuerTerms(
                        scope: try issuer.scope.map { try read(ScopeItem($0), $0) },
                        capPerReference: try amount(issuer.capPerReference),
                        budgetPerEpoch: try amount(issuer.budgetPerEpoch)))
            },
            arbiters: try view.arbiters.map { try AccountID(text: $0.id) },
            registrars: try view.registrars.map { try AccountID(text: $0.id) },
            challengeWindow: Milliseconds(view.challengeWindowMs), bindDelay: Milliseconds(view.bindDelayMs),
            smallestAmount: try amount(view.smallestAmount), allowance: view.allowance,
            issuerAllowance: view.issuerAllowance, blockBytes: view.blockBytes,
            blockTransactions: view.blockTransactions)
        guard faults.isEmpty else {
            throw CommandFailure.impossible("the node's policy is out of range: \(faults[0])")
        }
    }
}
