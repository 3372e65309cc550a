import Glibc
import LedgerCrypto
import LedgerFiles
import Synchronization

/// A file that is written piece by piece and gets its name only once it is whole and durable.
///
/// Until then it has no name at all (`O_TMPFILE`), so that nothing is left of it however its writer ends. A file system that has no such
/// files gets one named `….part` beside it, which a killed writer leaves behind.
final class StreamedFile: Sendable {
    private let path: String
    private let file: Int32
    /// The name that it has meanwhile, where it needs one.
    private let temporary: String?
    private let written = Atomic(0)

    var byteCount: Int { written.load(ordering: .relaxed) }

    init(to path: String) throws {
        self.path = path
        guard access(path, F_OK) != 0 else { throw FileError.exists(path: path) }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let unnamed = open(folder, Self.unnamedFile | O_WRONLY | O_CLOEXEC, 0o644)
        guard unnamed < 0 else {
            (file, temporary) = (unnamed, nil)
            return
        }
        let temporary = "\(path).\(Hex.encode(try SystemRandom.bytes(4))).part"
        let named = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard named >= 0 else { throw FileError.failed(.create, path: temporary, code: errno) }
        (file, self.temporary) = (named, temporary)
    }

    /// `O_TMPFILE` of <fcntl.h>, a macro of two that Swift does not see.
    private static let unnamedFile: Int32 = 0o20000000 | O_DIRECTORY

    deinit {
        close(file)
        if let temporary { unlink(temporary) }
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError.failed(.write, path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
        written.add(bytes.count, ordering: .relaxed)
    }

    /// Gives the file its name, unless there is one of that name by now.
    func finish() throws {
        guard fsync(file) == 0 else { throw FileError.failed(.sync, path: path, code: errno) }
        let linked =
            temporary.map { link($0, path) }
            ?? linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
        guard linked == 0 else {
            throw errno == EEXIST ? FileError.exists(path: path) : .failed(.create, path: path, code: errno)
        }
    }
}
