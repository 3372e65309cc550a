import Glibc
import LedgerCrypto
import LedgerFiles

/// Makes one process the only one that signs with a key on a chain, held as long as this lives.
///
/// The lock of the data folder does not do that: two copies of a folder have two of them. This one lies beside the guard, in a file
/// of its own, since the guard is replaced at every start. The operating system drops it when the process ends, however it ends.
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
