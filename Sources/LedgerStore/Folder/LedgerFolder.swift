import Glibc
import LedgerCrypto
import LedgerFiles

/// The names of a ledger's files.
enum LedgerFolder {
    static let database = "ledger.sqlite"
    static let lock = "lock"

    /// SQLite's log, and the memory that its users share, lie beside the database.
    private static let parts = [database, "\(database)-wal", "\(database)-shm"]

    static let names = parts + ["\(database)-journal", lock]

    static func hasDatabase(_ directory: String) -> Bool { access("\(directory)/\(database)", F_OK) == 0 }

    /// Makes the folder unless it is there, for its owner alone. Its parent must be.
    static func make(_ directory: String) throws(StoreError) {
        guard mkdir(directory, 0o700) != 0, errno != EEXIST else { return }
        throw failure("make the folder", directory)
    }

    /// Takes the rights of others away from the folder and all of the ledger's files. Whoever may open one of them, if only to read, can
    /// hold SQLite's locks, and so the node, for as long as they like. A folder that anybody may write to, such as `/tmp`, stays so.
    static func makePrivate(_ directory: String) throws(StoreError) {
        do throws(FileError) {
            try PrivateMode.narrow(directory, followsLink: true)
            for part in parts { try PrivateMode.narrow("\(directory)/\(part)") }
        } catch { throw .io(directory: directory, code: 0, message: "\(error)") }
    }

    /// - Throws: ``StoreError/io(directory:code:message:)`` where one of the files is a pipe, a device, a folder: opening it might wait for ever;
    ///   or a link, by which somebody else's file would be changed.
    static func requireFiles(_ directory: String) throws(StoreError) {
        for part in names {
            var status = stat()
            let path = "\(directory)/\(part)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
            let fault = status.st_mode & S_IFMT == S_IFLNK ? FileError.isLink(path: path) : .notAFile(path: path)
            throw .io(directory: directory, code: 0, message: "\(fault)")
        }
    }

    /// The files that a writer goes on with.
    static func keptFiles(_ directory: String) throws(FileError) -> [KeptFile] {
        var files: [KeptFile] = []
        for part in [lock] + parts { files.append(try KeptFile("\(directory)/\(part)")) }
        return files
    }

    static func failure(_ what: String, _ directory: String) -> StoreError {
        let code = errno
        // glibc keeps the text of strerror per thread (since 2.32).
        return .io(directory: directory, code: code, message: "cannot \(what): \(String(cString: strerror(code)))")
    }
}
