import Glibc

/// Files and folders that are their owner's alone.
package enum PrivateMode {
    /// Of open(2), which Glibc's module leaves out.
    private static let onlyPath: Int32 = 0o10_000_000

    /// Takes every right of others away from what is there, whatever the umask was when it was made. Nothing happens where there is nothing.
    ///
    /// What is there is opened without following a link and changed by that, so that nobody can put another file in its place meanwhile and
    /// have that one changed.
    ///
    /// - Parameter followsLink: for a folder that the user has named and that may be a link to where it lies.
    /// - Throws: ``FileError/isLink(path:)``; ``FileError/notAFile(path:)`` where it is neither file nor folder;
    ///   ``FileError/failed(_:path:code:)`` where others have rights and this user may not change that.
    package static func narrow(_ path: String, followsLink: Bool = false) throws(FileError) {
        // By O_PATH nothing is done to what is there, not even read; a pipe has no writer to wait for.
        let file = open(path, onlyPath | O_CLOEXEC | (followsLink ? O_DIRECTORY : O_NOFOLLOW))
        guard file >= 0 else {
            if errno == ENOENT { return }
            throw .failed(.makePrivate, path: path, code: errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed(.makePrivate, path: path, code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: guard status.st_mode & S_ISVTX == 0 else { return }
        case S_IFREG: break
        case S_IFLNK: throw .isLink(path: path)
        default: throw .notAFile(path: path)
        }
        guard status.st_mode & 0o077 != 0 else { return }
        // fchmod(2) takes no descriptor of O_PATH; its name in /proc leads to the very same file (open(2)).
        guard chmod("/proc/self/fd/\(file)", status.st_mode & 0o700) == 0 else {
            throw .failed(.makePrivate, path: path, code: errno)
        }
    }

    /// The same for a file that is open.
    package static func narrow(_ file: Int32, path: String) throws(FileError) {
        guard fchmod(file, 0o600) == 0 else { throw .failed(.makePrivate, path: path, code: errno) }
    }

    /// Whether all users of this machine may read what is there; `false` where there is nothing.
    package static func isReadableByAll(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
    }
}
