import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis

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
        return genesis.under(next).warnings.filter { !before.contains($0) } + current.changes(to: next)
    }
}
