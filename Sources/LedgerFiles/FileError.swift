import Glibc

/// Why a file could not be read or written.
public enum FileError: Error, Equatable {
    /// A call of the operating system failed with this `errno`.
    case failed(Operation, path: String, code: Int32)
    /// There is a file already, and it was not to be replaced.
    case exists(path: String)
    /// More than the `limit` of bytes that such a file may have.
    case tooLarge(path: String, limit: Int)
    /// A folder, a pipe, a device.
    case notAFile(path: String)
    /// A symbolic link, where a file or a folder itself belongs.
    case isLink(path: String)
    /// The file that was opened is no longer the one under its name.
    case vanished(path: String)

    /// What was tried.
    public enum Operation: String, Sendable {
        case open, read, create, write, sync, rename, list
        case makeFolder = "make the folder"
        case syncFolder = "sync the folder"
        case makePrivate = "keep others out of"
    }
}

extension FileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .failed(let operation, let path, let code):
            // glibc keeps the text of strerror per thread (since 2.32).
            "cannot \(operation.rawValue) \(path): \(String(cString: strerror(code))) (errno \(code))"
        case .exists(let path):
            "\(path) exists already and was left as it is; choose another name or remove it first"
        case .tooLarge(let path, let limit):
            "\(path) is larger than \(limit) bytes, the most that such a file may have; is it the right file?"
        case .notAFile(let path):
            "\(path) is not a regular file"
        case .isLink(let path):
            "\(path) is a symbolic link, which may lead anywhere; nothing was changed. See who put it there, remove it, and put the file itself there"
        case .vanished(let path):
            "\(path) is no longer the file that was opened: it was removed, renamed or replaced, so nothing that is written to it lasts. "
                + "See who changed the folder, put back what was there, then start again"
        }
    }
}
