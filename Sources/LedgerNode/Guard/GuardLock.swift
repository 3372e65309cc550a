import Glibc
import LedgerCrypto

/// Makes one process the only one that signs with a key on a chain, held as long as this lives.
///
/// The lock of the data folder does not do that: two copies of a folder have two of them. This one lies beside the guard, in a file
/// of its own, since the guard is replaced at every block. The operating system drops it when the process ends, however it ends.
final class GuardLock: Sendable {
    private let file: Int32

    /// - Throws: ``GuardFault/inUse(path:)`` where another holds it.
    init(_ path: String) throws {
        let name = "\(path).lock"
        let file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError.failed(.open, path: name, code: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(file)
            throw code == EWOULDBLOCK ? GuardFault.inUse(path: path) : FileError.failed(.open, path: name, code: code)
        }
        self.file = file
    }

    /// Unlocks before closing, as a child process that is just being started has the file open too.
    deinit {
        flock(file, LOCK_UN)
        close(file)
    }
}
