import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles

/// Every transaction that this user's commands have sent, or were about to send: one transaction file each, named by its id.
///
/// A file is durable before the first byte of it goes to a node. So whatever happens afterwards, an answer that is lost, a kill, a power
/// cut, it is known what may have been done, and the very same transaction can be sent again: that is harmless, a second one is not.
struct SentTransactions {
    var folder: String { get throws { try Environment.home("XDG_STATE_HOME", ".local/state") + "/sent" } }

    func path(_ id: Digest, on chain: Digest) throws -> String {
        try "\(folder)/\(chain.hex.prefix(16))/\(id.hex).json"
    }

    /// Writes a signed transaction down; when this returns, it is durable.
    ///
    /// - Throws: a failure that says that nothing was sent, which the caller must keep to.
    func keep(_ file: TransactionFile) throws {
        do {
            let path = try path(file.id, on: file.chain)
            try Folder.make(folder)
            try Folder.make("\(folder)/\(file.chain.hex.prefix(16))")
            try AtomicFile.write(try file.encoded(), to: path, mode: 0o600, replacing: true)
        } catch {
            throw CommandFailure.impossible(
                "\(error)\nThe transaction could not be written down, so it was not sent. Make room there, or name another folder "
                    + "with XDG_STATE_HOME")
        }
    }

    /// A transaction that was kept, of whichever chain; nil where there is none.
    func find(_ id: Digest) throws -> TransactionFile? {
        for chain in Folder.names(try folder) {
            let path = try "\(folder)/\(chain)/\(id.hex).json"
            guard access(path, F_OK) == 0 else { continue }
            let file = try TransactionFile(path: path)
            guard file.id == id else {
                throw CommandFailure.impossible("\(path) holds transaction \(file.id); it was renamed or changed")
            }
            return file
        }
        return nil
    }
}
