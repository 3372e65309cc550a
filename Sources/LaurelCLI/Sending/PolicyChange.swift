import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis

/// The policy in force, for saying what a change of it newly brings before it is signed.
struct PolicyChange {
    let genesis: Genesis
    let current: Policy

    /// Says on standard error what is to be feared of the policy `next`.
    ///
    /// - Parameter thresholds: the keys of threshold accounts, as far as `next` was given with them.
    func warn(_ next: Policy, knowing thresholds: NamedThresholds) {
        for warning in warnings(of: next, knowing: thresholds) { Terminal.report("warning: " + warning) }
    }

    /// The warnings of the next policy without those that the genesis has too. What is in force is the node's word alone: what it says holds
    /// already comes last, and says so.
    func warnings(of next: Policy, knowing thresholds: NamedThresholds) -> [String] {
        func all(_ policy: Policy) -> [String] {
            ExampleKeys.partWarnings(of: policy, knowing: thresholds)
                + genesis.under(policy).warnings(knowing: thresholds)
        }
        let before = Set(all(current))
        let accepted = before.intersection(all(genesis.policy))
        let after = all(next).filter { !accepted.contains($0) }
        return after.filter { !before.contains($0) } + current.changes(to: next)
            + after.filter(before.contains).map { $0 + " (so it is now, says the node)" }
    }
}
