import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles

/// What is remembered of a payout: the file that it was last run with, and each transaction that was signed for it.
///
/// The transactions themselves are among ``SentTransactions``. One is written there, then named here, and only then sent; so whatever
/// ends a run, the next one finds all that may be on the chain.
struct PayoutRecord: Codable {
    struct Entry: Codable {
        let id: String
        let sequence: UInt64
        /// After this block its number was still free.
        let after: UInt64
        let validUntil: String
        let lines: Int
        /// In minor units.
        let amount: String
        /// The block that holds it, once that has been seen.
        var height: UInt64?
        /// Why it was given up, once it was; its lines then belong to later ones.
        var givenUp: String?

        /// Whether it is not known yet what became of it.
        var isOpen: Bool { height == nil && givenUp == nil }
    }

    static let format = "laurel-payout-1"

    var format = PayoutRecord.format
    let name: String
    let chain: String
    let community: String
    let sender: String
    /// Where the file was when it was last run.
    var file: String
    let startedAt: String
    var entries: [Entry] = []
}

/// The folder of one payout, in the user's state folder, private to the user.
struct PayoutFolder {
    static var root: String { get throws { try Environment.home("XDG_STATE_HOME", ".local/state") + "/payouts" } }
    private static let byteLimit = 64 << 20

    let path: String
    var sheet: String { "\(path)/file" }
    private var recordPath: String { "\(path)/payout.json" }

    init(name: String, chain: Digest) throws {
        path = try "\(Self.root)/\(chain.hex.prefix(16))/\(name)"
    }

    private init(path: String) { self.path = path }

    /// A name that was given, or the one that a file's own name gives.
    static func name(_ given: String?, of file: String) throws -> String {
        func isAllowed(_ byte: UInt8) -> Bool {
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || "._-".utf8.contains(byte)
        }
        if let given {
            guard (1...64).contains(given.utf8.count), given.utf8.allSatisfy(isAllowed), given.first != "." else {
                throw CommandFailure.refused(
                    "'\(given)' is no name of a payout; allowed are 1…64 letters, digits, '.', '_' and '-', not beginning with '.'"
                )
            }
            return given
        }
        let last = file.split(separator: "/").last.map(String.init) ?? "payout"
        let stem = last.lastIndex(of: ".").map { $0 == last.startIndex ? last : String(last[..<$0]) } ?? last
        let name = stem.utf8.map { isAllowed($0) ? String(decoding: [$0], as: UTF8.self) : "-" }.joined().prefix(64)
        return name.first == "." || name.isEmpty ? "payout" : String(name)
    }

    /// All payouts that are remembered here, of every chain.
    static func all() throws -> [(record: PayoutRecord, folder: PayoutFolder)] {
        try Folder.names(root).flatMap { chain in
            try Folder.names("\(root)/\(chain)").compactMap { name -> (record: PayoutRecord, folder: PayoutFolder)? in
                let folder = PayoutFolder(path: try "\(root)/\(chain)/\(name)")
                return try folder.load().map { ($0, folder) }
            }
        }
    }

    func load() throws -> PayoutRecord? {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(recordPath, limit: Self.byteLimit) } catch FileError.failed(.open, _, ENOENT) {
            return nil
        }
        let record: PayoutRecord
        do { record = try JSON.decode(from: bytes) } catch {
            throw CommandFailure.impossible(
                "\(recordPath) is damaged: \(error). What it remembered is on the chain too: put the file aside, and the payout finds by "
                    + "the references what is paid")
        }
        guard record.format == PayoutRecord.format else {
            throw CommandFailure.impossible(
                "\(recordPath) is of the format '\(record.format)'; this version knows '\(PayoutRecord.format)'")
        }
        return record
    }

    /// Durable when it returns.
    func save(_ record: PayoutRecord) throws {
        do {
            try Folder.make(path)
            try AtomicFile.write(try JSON.encode(record), to: recordPath, mode: 0o600, replacing: true)
        } catch {
            throw CommandFailure.impossible(
                "\(error)\nThe payout could not be written down, so nothing more is sent. Make room there, then run it again: it pays "
                    + "what is not paid yet")
        }
    }

    func keep(sheet bytes: [UInt8]) throws {
        do {
            try Folder.make(path)
            try AtomicFile.write(bytes, to: sheet, mode: 0o600, replacing: true)
        } catch {
            throw CommandFailure.impossible(
                "\(error)\nThe payout's file could not be kept, so nothing was sent. Make room there, then run it again"
            )
        }
    }

    /// Keeps a second run of the same payout out.
    func lock() throws -> FileLock {
        try Folder.make(path)
        guard let lock = try FileLock(trying: "\(path)/lock") else {
            throw CommandFailure.refused("another command is running this payout at this moment; wait for it")
        }
        return lock
    }
}
