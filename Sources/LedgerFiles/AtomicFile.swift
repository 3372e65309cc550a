package import Glibc
import LedgerCrypto

/// Small files that are either there as a whole or not at all, whatever crashes meanwhile.
package enum AtomicFile {
    /// Writes `bytes` to `path` with exactly the permissions `mode`, whatever the umask.
    ///
    /// When it returns, content and name are durable. When it throws, what was at `path` is still there, unless the
    /// error is of ``FileError/Operation/syncFolder``, after which a crash may bring back either.
    ///
    /// - Parameter replacing: if false, a file that exists is kept and ``FileError/exists(path:)`` is thrown; among
    ///   several writers at once exactly one wins.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t, replacing: Bool, calls: FileCalls = .system
    ) throws {
        let (folder, name) = split(path)
        let temporary = "\(folder)/.\(name).\(Hex.encode(try SystemRandom.bytes(8))).tmp"
        let file = calls.create(temporary, mode)
        guard file >= 0 else { throw FileError.failed(.create, path: temporary, code: errno) }
        // Gone after a rename; after a link it is the second name of the new file.
        defer { unlink(temporary) }
        do {
            defer { close(file) }
            guard fchmod(file, mode) == 0 else { throw FileError.failed(.create, path: temporary, code: errno) }
            try writeAll(bytes, to: file, path: temporary, calls)
            guard calls.sync(file) == 0 else { throw FileError.failed(.sync, path: temporary, code: errno) }
        }
        // At this point the content is durable under the temporary name, so it may take the real one.
        if replacing {
            guard calls.rename(temporary, path) == 0 else { throw FileError.failed(.rename, path: path, code: errno) }
        } else if link(temporary, path) != 0 {
            // rename(2) would replace silently; link(2) never does.
            throw errno == EEXIST ? FileError.exists(path: path) : .failed(.create, path: path, code: errno)
        }
        guard calls.syncFolder(folder) == 0 else { throw FileError.failed(.syncFolder, path: folder, code: errno) }
    }

    /// The bytes of the regular file at `path`, which may be at most `limit`.
    package static func read(_ path: String, limit: Int) throws -> [UInt8] {
        try read(path, limit: limit) { _ in }
    }

    /// The same, once `check` accepts what the opened file is. It sees the very file that is read, not its name.
    package static func read(_ path: String, limit: Int, check: (stat) throws -> Void) throws -> [UInt8] {
        // Without O_NONBLOCK opening a pipe would wait for a writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FileError.failed(.open, path: path, code: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileError.failed(.read, path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError.notAFile(path: path) }
        try check(status)
        return try readAll(file, path: path, limit: limit)
    }
}

extension AtomicFile {
    private static func split(_ path: String) -> (folder: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), path[path.index(after: slash)...])
    }

    private static func writeAll(
        _ bytes: [UInt8], to file: Int32, path: String, _ calls: FileCalls
    ) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = calls.write(file, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw FileError.failed(.write, path: path, code: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func readAll(_ file: Int32, path: String, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit + 1, 65_536))
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError.failed(.read, path: path, code: errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw FileError.tooLarge(path: path, limit: limit) }
            bytes += chunk[..<count]
        }
    }
}
