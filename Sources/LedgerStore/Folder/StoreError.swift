import GRDB
import LedgerCrypto
import LedgerFiles

/// Why a ledger's folder could not be used.
package enum StoreError: Error, Equatable, Sendable {
    /// There is no ledger in the folder.
    case noLedger(directory: String)
    /// The folder has a ledger already, which is left as it is.
    case hasLedger(directory: String)
    /// Another process writes to the ledger; its id, where the lock tells it.
    case locked(directory: String, process: Int32?)
    /// The ledger was written in a format that this release does not know.
    case format(directory: String, got: UInt64, known: UInt64)
    /// Something would be written through a store that was opened to read.
    case readOnly(directory: String)
    /// The block does not follow the ledger's head.
    case notNext(height: UInt64, parent: String, expectedHeight: UInt64, expectedParent: String)
    /// What is in the folder contradicts itself or the chain.
    case damaged(directory: String, Damage)
    /// The database declares something else than a ledger's. Nothing of it was run.
    case schema(directory: String, found: String, expected: String)
    /// Reading took so long that the file must be made to keep readers busy.
    case endless(directory: String, seconds: Int)
    /// A file that the writer had opened is no longer the one in the folder.
    case vanished(path: String)
    /// SQLite or the operating system failed: a full disk, a file that may not be read. The code is SQLite's, or `errno`.
    case io(directory: String, code: Int32, message: String)
}

extension StoreError {
    /// What an error that came up while a ledger was used means for the caller.
    init(_ error: any Error, in directory: String) {
        switch error {
        case let error as StoreError: self = error
        case let damage as Damage: self = .damaged(directory: directory, damage)
        case FileError.vanished(let path): self = .vanished(path: path)
        case let error as DatabaseError:
            let message = error.message ?? "no message"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_TOOBIG:
                let damage = Damage(.file, LedgerFolder.database, found: message, expected: "a sound SQLite file")
                self = .damaged(directory: directory, damage)
            case .SQLITE_INTERRUPT: self = .endless(directory: directory, seconds: LedgerStore.readingSeconds)
            default: self = .io(directory: directory, code: error.extendedResultCode.rawValue, message: message)
            }
        default: self = .io(directory: directory, code: 0, message: "\(error)")
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLedger(let directory):
            "\(directory) holds no ledger; make one with `laurel node --data DIR --genesis FILE`, or name another folder"
        case .hasLedger(let directory): "\(directory) holds a ledger already and was left as it is; name another folder"
        case .locked(let directory, let process):
            "\(directory) is in use by \(process.map { "process \($0)" } ?? "another process"); "
                + "stop that one first, or ask it over its API"
        case .format(let directory, let got, let known):
            "\(directory) is of format \(got); this release knows format \(known). Use the release that wrote it, "
                + "or move the chain with `laurel export` and `laurel import chain`"
        case .readOnly(let directory): "\(directory) was opened to read; nothing can be written to it"
        case .notNext(let height, let parent, let expectedHeight, let expectedParent):
            "block \(height) on \(parent) does not follow the head; block \(expectedHeight) on \(expectedParent) does"
        case .damaged(let directory, let damage):
            "\(directory) is damaged: \(damage). Run `laurel audit \(directory)` to see whether the chain is sound; "
                + "if it is, rebuild the index with `laurel export` and `laurel import chain`"
        case .schema(let directory, let found, let expected):
            "\(directory) is no ledger as this release makes one: its database declares \(found), where \(expected) is expected. Nothing of "
                + "it was run. Somebody has changed the database: put back a copy, or take the chain from an archive with `laurel import chain`"
        case .endless(let directory, let seconds):
            "\(directory) gave no answer within \(seconds) s: its database is damaged or made to keep readers busy, or this machine is. "
                + "Run `laurel audit \(directory)` to see whether it is sound"
        case .vanished(let path): "\(FileError.vanished(path: path))"
        case .io(let directory, let code, let message): "\(directory) can't be used: \(message) (code \(code))"
        }
    }
}

extension StoreError {
    /// Whether the database is at fault, and not that it could not be read.
    package var isOfTheFile: Bool {
        switch self {
        case .damaged, .schema: true
        default: false
        }
    }
}
