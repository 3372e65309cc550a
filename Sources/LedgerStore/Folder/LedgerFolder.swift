import Glibc

/// The names of a ledger's files.
enum LedgerFolder {
    static let database = "ledger.sqlite"
    static let lock = "lock"

    static func hasDatabase(_ directory: String) -> Bool { access("\(directory)/\(database)", F_OK) == 0 }

    /// Makes the folder unless it is there. Its parent must be.
    static func make(_ directory: String) throws(StoreError) {
        guard mkdir(directory, 0o755) != 0, errno != EEXIST else { return }
        throw failure("make the folder", directory)
    }

    static func failure(_ what: String, _ directory: String) -> StoreError {
        let code = errno
        // glibc keeps the text of strerror per thread (since 2.32).
        return .io(directory: directory, code: code, message: "cannot \(what): \(String(cString: strerror(code)))")
    }
}
