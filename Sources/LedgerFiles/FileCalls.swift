package import Glibc

/// The calls of the operating system by which ``AtomicFile`` changes the disk. A value, so that a test can let each of them fail.
///
/// Each returns a negative number and sets `errno` where it fails.
package struct FileCalls: Sendable {
    /// Makes a new file for writing.
    package var create: @Sendable (_ path: String, _ mode: mode_t) -> Int32
    package var write: @Sendable (_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
    package var sync: @Sendable (_ file: Int32) -> Int32
    package var rename: @Sendable (_ from: String, _ to: String) -> Int32
    package var syncFolder: @Sendable (_ path: String) -> Int32
    /// Writes over a part of a file that is there; durable when it returns 0.
    package var overwrite: @Sendable (_ path: String, _ offset: Int, _ bytes: [UInt8]) -> Int32

    package init(
        create: @escaping @Sendable (String, mode_t) -> Int32,
        write: @escaping @Sendable (Int32, UnsafeRawBufferPointer) -> Int, sync: @escaping @Sendable (Int32) -> Int32,
        rename: @escaping @Sendable (String, String) -> Int32, syncFolder: @escaping @Sendable (String) -> Int32,
        overwrite: @escaping @Sendable (String, Int, [UInt8]) -> Int32
    ) {
        self.create = create
        self.write = write
        self.sync = sync
        self.rename = rename
        self.syncFolder = syncFolder
        self.overwrite = overwrite
    }

    package static let system = FileCalls(
        create: { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, $1) },
        write: { Glibc.write($0, $1.baseAddress, $1.count) }, sync: { fsync($0) }, rename: { Glibc.rename($0, $1) },
        syncFolder: { path in
            let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { return -1 }
            defer { close(folder) }
            return fsync(folder)
        },
        overwrite: { overwrite($0, $1, $2, syncs: true) })

    /// Writes over a part of a file that is there, and makes that durable if `syncs`.
    package static func overwrite(_ path: String, _ offset: Int, _ bytes: [UInt8], syncs: Bool) -> Int32 {
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return -1 }
        defer { close(file) }
        let count = pwrite(file, bytes, bytes.count, offset)
        guard count == bytes.count else {
            // Less than all, with no error, is what a disk that is full says first.
            if count >= 0 { errno = ENOSPC }
            return -1
        }
        // The file's size is the same, so nothing but the bytes has to arrive.
        return syncs ? fdatasync(file) : 0
    }
}
