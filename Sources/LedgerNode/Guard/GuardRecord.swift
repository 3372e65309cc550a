import Ledger
import LedgerAPI
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
        // Anybody can work out a check; what is not two hashes may be too long for a record.
        guard Digest(hex: record.chain) != nil, Digest(hex: record.hash) != nil,
            record.check == Self.check(record.chain, record.height, record.hash), let written = try? record.bytes(),
            written[...] == bytes
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
