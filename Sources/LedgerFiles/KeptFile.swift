import Glibc

/// A file that a process goes on with for long, known by device and number and not by its name.
///
/// Who writes to a file that was removed or replaced meanwhile is told by no call that anything is wrong, and all of it is lost. So the
/// name is looked at again whenever something is about to be promised. That costs about a microsecond.
package struct KeptFile: Sendable, Equatable {
    package let path: String
    private let device: dev_t
    private let number: ino_t

    /// The file that is there now.
    ///
    /// - Throws: ``FileError/vanished(path:)`` where there is none, and ``FileError/failed(_:path:code:)``.
    package init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT ? .vanished(path: path) : .failed(.open, path: path, code: errno)
        }
        self.path = path
        device = status.st_dev
        number = status.st_ino
    }

    /// - Throws: ``FileError/vanished(path:)`` where the name stands for no file, or for another.
    package func check() throws(FileError) {
        guard try KeptFile(path) == self else { throw .vanished(path: path) }
    }
}
