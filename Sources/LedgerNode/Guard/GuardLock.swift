import Glibc
import LedgerCrypto
import LedgerFiles

/// Lets one process at a time go on from a guard, as long as this lives.
///
/// The lock of a data folder does not do that, since two copies of a folder have two of them. This one lies beside the guard, in a file of
/// its own, since the guard's file is made anew at a start and after a write that failed. It keeps apart only those who have the guard in the
/// same folder: for two homes or users of a machine there is ``MachineLock``. The operating system drops it when the process ends, however
/// it ends.
final class GuardLock: Sendable {
    private let file: Int32
    private let kept: KeptFile

    /// - Throws: ``GuardFault/inUse(path:)`` where another holds it.
    init(_ path: String) throws {
        let name = "\(path).lock"
        let file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileError.failed(.open, path: name, code: errno) }
        do {
            // Whoever may open it to read may hold it.
            try PrivateMode.narrow(file, path: name)
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                throw code == EWOULDBLOCK
                    ? GuardFault.inUse(path: path) : FileError.failed(.open, path: name, code: code)
            }
            kept = try KeptFile(name)
        } catch {
            close(file)
            throw error
        }
        self.file = file
    }

    /// - Throws: ``FileError/vanished(path:)`` where another could take the lock, as its file is not this one any more.
    func check() throws(FileError) { try kept.check() }

    /// Unlocks before closing, as a child process that is just being started has the file open too.
    deinit {
        flock(file, LOCK_UN)
        close(file)
    }
}
