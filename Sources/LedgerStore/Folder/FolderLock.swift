import Glibc

/// The lock that makes one process the only writer of a folder, held as long as this lives.
///
/// The operating system drops it when the process ends, however it ends, so a crash leaves no stale lock behind.
final class FolderLock: Sendable {
    private let file: Int32

    /// Takes the lock and writes this process's id into it, for whoever is refused.
    ///
    /// - Throws: ``StoreError/locked(directory:process:)`` where another holds it.
    init(_ directory: String) throws(StoreError) {
        let file = open("\(directory)/\(LedgerFolder.lock)", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw LedgerFolder.failure("open the lock", directory) }
        // Whoever may open it to read may hold it.
        guard fchmod(file, 0o600) == 0 else {
            defer { close(file) }
            throw LedgerFolder.failure("make the lock private", directory)
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(file) }
            guard errno == EWOULDBLOCK else { throw LedgerFolder.failure("lock the folder", directory) }
            throw .locked(directory: directory, process: Self.holder(file))
        }
        self.file = file
        // The id only helps people; the lock holds without it.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(file, 0) == 0 { _ = pwrite(file, text, text.count, 0) }
    }

    private static func holder(_ file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// Unlocks before closing: a child process that is just being started has the file open too until it becomes another program, and would
    /// keep the lock.
    deinit {
        flock(file, LOCK_UN)
        close(file)
    }
}
