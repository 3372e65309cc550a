import Glibc

/// A file that is written from its start on. Closed with the last reference.
final class FileSink {
    private let path: String
    private let descriptor: CInt

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("cannot write", path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("cannot write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Returns when what was written is on the disk.
    func flush() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure("cannot flush", path) }
    }

    private static func failure(_ what: String, _ path: String) -> CommandFailure {
        .impossible("\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
