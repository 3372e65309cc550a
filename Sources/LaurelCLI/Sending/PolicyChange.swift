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
    func warn(_ next: Policy) {
        for warning in warnings(of: next) { Terminal.report("warning: " + warning) }
    }

    /// The warnings of the next policy without those that the genesis has too. What is in force is the node's word alone: what it says holds
    /// already comes last, and says so.
    func warnings(of next: Policy) -> [String] {
        let before = Set(genesis.under(current).warnings)
        let accepted = before.intersection(genesis.warnings)
        let all = genesis.under(next).warnings.filter { !accepted.contains($0) }
        return all.filter { !before.contains($0) } + current.changes(to: next)
            + all.filter(before.contains).map { $0 + " (so it is now, says the node)" }
    }
}
