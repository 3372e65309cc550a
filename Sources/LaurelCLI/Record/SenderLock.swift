import Ledger
import LedgerCrypto
import LedgerFiles

/// One sending command of an account at a time, on this machine: two that ask for the account's next number at the same moment get
/// the same one, and of their transactions only one can be done.
enum SenderLock {
    /// Nil where the state folder can't be used, which is told.
    static func take(_ sender: AccountID, on chain: Digest) -> FileLock? {
        do {
            let folder = try Environment.home("XDG_STATE_HOME", ".local/state") + "/senders"
            try Folder.make(folder)
            return try FileLock("\(folder)/\(chain.hex.prefix(16))-\(sender).lock")
        } catch {
            Terminal.report("Another command that sends for \(sender) at this moment would not be noticed: \(error)")
            return nil
        }
    }
}
