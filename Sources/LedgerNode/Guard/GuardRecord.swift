import Ledger
import LedgerClient
import LedgerCrypto

/// One record of a guard's file: a block that the key has published.
///
/// On the disk it takes 4 KiB, which no write shares with the record beside it: a line of JSON, filled up with spaces, so that a person can
/// read it. Its `check` is the SHA-256 of the other three as text.
struct GuardRecord: Codable, Equatable {
    static let size = 4096

    let chain: String
    /// Nil in a guard of the first form, which was one such line that was replaced as a whole.
    let check: String?
    let hash: String
    let height: UInt64

    init(chain: Digest, height: UInt64, hash: Digest) {
        self.chain = chain.hex
        self.height = height
        self.hash = hash.hex
        check = Self.check(chain.hex, height, hash.hex)
    }

    /// Nil where the bytes are not exactly what a record was written as.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let record = try? JSON.decode(GuardRecord.self, from: Array(bytes)) else { return nil }
        guard record.check == Self.check(record.chain, record.height, record.hash),
            let written = try? record.bytes(), written[...] == bytes
        else { return nil }
        self = record
    }

    /// Exactly ``size`` bytes.
    func bytes() throws -> [UInt8] {
        let line = try JSON.encode(self)
        return line + [UInt8](repeating: UInt8(ascii: " "), count: Self.size - 1 - line.count) + [UInt8(ascii: "\n")]
    }

    private static func check(_ chain: String, _ height: UInt64, _ hash: String) -> String {
        SHA256.hash(Array("\(chain) \(height) \(hash)".utf8)).hex
    }
}

/// What a guard's file says.
struct GuardContent: Equatable {
    let newest: GuardRecord
    /// The other record is damaged, perhaps as the power went while it was written. Then the block after the newest may be published too.
    let mayBeOneMore: Bool

    /// - Throws: ``GuardFault/unreadable(path:_:)``.
    init(_ bytes: [UInt8], path: String) throws {
        guard bytes.count == 2 * GuardRecord.size else {
            do { newest = try JSON.decode(from: bytes) } catch { throw GuardFault.unreadable(path: path, "\(error)") }
            guard newest.check == nil else {
                throw GuardFault.unreadable(
                    path: path, "it has \(bytes.count) bytes, where a guard has \(2 * GuardRecord.size)")
            }
            mayBeOneMore = false
            return
        }
        let records = [bytes.prefix(GuardRecord.size), bytes.suffix(GuardRecord.size)].compactMap(GuardRecord.init)
        guard let newest = records.max(by: { $0.height < $1.height }) else {
            throw GuardFault.unreadable(path: path, "neither of its two records is whole")
        }
        self.newest = newest
        mayBeOneMore = records.count == 1
    }
}
