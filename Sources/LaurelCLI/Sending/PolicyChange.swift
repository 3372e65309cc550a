import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis

/// The policy in force as a node tells it, for saying what a change of it newly brings before it is signed.
struct PolicyChange {
    let genesis: Genesis
    let current: Policy

    /// Nil, with a word on standard error, where the node's answers don't come to a policy: the change is signed all the same, since only
    /// warnings depend on it.
    init?(_ context: CommandContext) async throws {
        genesis = context.genesis
        do {
            current = try Policy(try await context.client.policy())
        } catch {
            Terminal.report(
                "warning: the policy in force is not known (\(CommandFailure(error)?.message ?? "\(error)")), so what the change "
                    + "brings was not looked at; see 'laurel genesis check'")
            return nil
        }
    }

    /// Says on standard error what the policy `next` brings that the current one did not.
    ///
    /// - Parameter thresholds: the keys of threshold accounts, as far as `next` was given with them.
    func warn(_ next: Policy, knowing thresholds: NamedThresholds) {
        for warning in newWarnings(of: next, knowing: thresholds) { Terminal.report("warning: " + warning) }
    }

    func newWarnings(of next: Policy, knowing thresholds: NamedThresholds) -> [String] {
        let before = Set(genesis.under(current).warnings(knowing: thresholds))
        return genesis.under(next).warnings(knowing: thresholds).filter { !before.contains($0) }
            + current.changes(to: next)
    }
}
