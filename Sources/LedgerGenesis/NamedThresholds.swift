package import Ledger
import LedgerCrypto
import LedgerText

/// The keys of threshold accounts, where a file or a command names them. A genesis and a policy keep only the hash, from which no tool could
/// see that one key of a 1-of-3 is enough, or that some of the keys are public.
package typealias NamedThresholds = [AccountID: Authenticator]

extension NamedThresholds {
    /// The account as it stands in a genesis file: by its keys where they are known, so that whoever checks the file knows them too.
    func json(of account: AccountID) -> StrictJSON {
        guard let authenticator = self[account] else { return .string("\(account)") }
        return .object([
            .init("threshold", .number("\(authenticator.threshold)")),
            .init("keys", .array(authenticator.keys.map { .string("\($0)") })),
        ])
    }
}
