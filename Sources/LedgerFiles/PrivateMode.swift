import Glibc

/// Files and folders that are their owner's alone.
package enum PrivateMode {
    /// Takes every right of others away from what is there, whatever the umask was when it was made. Nothing happens where there is nothing.
    ///
    /// - Throws: ``FileError/failed(_:path:code:)`` where others have rights and this user may not change that.
    package static func narrow(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .failed(.makePrivate, path: path, code: errno)
        }
        let isSharedByDesign = status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_ISVTX != 0
        guard status.st_mode & 0o077 != 0, !isSharedByDesign else { return }
        guard chmod(path, status.st_mode & 0o700) == 0 else { throw .failed(.makePrivate, path: path, code: errno) }
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
