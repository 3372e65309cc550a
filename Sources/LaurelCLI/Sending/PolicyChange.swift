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

    /// All warnings of the next policy, since what is in force is the node's word alone: those that it says hold already come last, and say so.
    func warnings(of next: Policy) -> [String] {
        let before = Set(genesis.under(current).warnings)
        let all = genesis.under(next).warnings
        return all.filter { !before.contains($0) } + current.changes(to: next)
            + all.filter(before.contains).map { $0 + " (so it is now, says the node)" }
    }
}
