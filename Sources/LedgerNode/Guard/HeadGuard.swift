import FoundationEssentials
import Ledger
import LedgerClient
package import LedgerCrypto

/// The last block that a producer's key has published, in a file beside the key and not in the data folder.
///
/// A data folder that was put back from an older copy would make the same key sign a second block at one height. The guard knows better.
/// The order is: sign; commit; write the guard; only then publish.
package struct HeadGuard: Sendable {
    package let path: String
    private let calls: FileCalls
    /// Held as long as any copy of this value lives.
    private var lock: GuardLock?

    package init(path: String, calls: FileCalls = .system) {
        self.path = path
        self.calls = calls
    }

    /// The same guard, locked: no other process, whatever data folder it has, goes on from it meanwhile.
    ///
    /// - Throws: ``GuardFault/inUse(path:)``.
    package func locked() throws -> HeadGuard {
        var copy = self
        copy.lock = try GuardLock(path)
        return copy
    }

    /// Where the guard of a key's file lies. It holds the chain's first digits, so one key can serve more than one chain.
    package static func path(besideKey keyPath: String, chain: Digest) -> String {
        "\(keyPath).\(chain.hex.prefix(16)).guard"
    }

    struct Content: Codable, Equatable {
        var chain: String
        var height: UInt64
        var hash: String
    }

    /// Compares the guard with a chain whose head is at `height`.
    ///
    /// - Parameter hash: gives the hash of the chain's block at a height of 1…`height`.
    /// - Throws: ``GuardFault`` where starting could publish a second block at a height.
    package func check(
        chain: Digest, height: UInt64, hash: (UInt64) throws -> Digest?
    ) throws {
        guard let content = try read() else { return }
        guard content.chain == chain.hex else {
            throw GuardFault.otherChain(path: path, got: content.chain, expected: chain)
        }
        guard content.height <= height else {
            throw GuardFault.ahead(path: path, height: content.height, head: height)
        }
        guard content.height > 0 else { return }
        let there = try hash(content.height)
        guard there?.hex == content.hash else {
            throw GuardFault.otherBlock(path: path, height: content.height, got: content.hash, there: there)
        }
    }

    /// Writes that the block at `height` is published. Durable when it returns.
    package func advance(chain: Digest, height: UInt64, hash: Digest) throws {
        let content = Content(chain: chain.hex, height: height, hash: hash.hex)
        let bytes = try JSON.encode(content) + [UInt8(ascii: "\n")]
        try AtomicFile.write(bytes, to: path, mode: 0o600, replacing: true, calls: calls)
    }

    /// The height of the last published block; nil where there is no file.
    package var height: UInt64? {
        get throws { try read()?.height }
    }

    /// Nil where there is no file.
    func read() throws -> Content? {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path, limit: 4096) } catch FileError.failed(.open, _, 2) {  // 2 is ENOENT
            return nil
        }
        do { return try JSON.decode(from: bytes) } catch { throw GuardFault.unreadable(path: path, "\(error)") }
    }
}

/// Why a guard refuses the start.
package enum GuardFault: Error, Equatable, CustomStringConvertible {
    case inUse(path: String)
    case otherChain(path: String, got: String, expected: Digest)
    case ahead(path: String, height: UInt64, head: UInt64)
    case otherBlock(path: String, height: UInt64, got: String, there: Digest?)
    case unreadable(path: String, String)

    package var description: String {
        switch self {
        case .inUse(let path):
            "the guard \(path) is in use: another node signs with this key, perhaps from a copy of the data folder. "
                + "Stop it first; two nodes with one key would sign two blocks at one height"
        case .otherChain(let path, let got, let expected):
            "the guard \(path) is of chain \(got), this is chain \(expected); use another key or guard for it"
        case .ahead(let path, let height, let head):
            "the guard \(path) says that block \(height) is published, but the data folder ends at block \(head): it is "
                + "an older copy. Put back the newer data, or fetch the missing blocks from an archive; starting here "
                + "would publish other blocks at the same heights"
        case .otherBlock(let path, let height, let got, let there):
            "the guard \(path) says that block \(height) is \(got), the data folder has \(there?.hex ?? "none"): the "
                + "chain was published in another version. Put back the data that hold that block"
        case .unreadable(let path, let why):
            "the guard \(path) can't be read: \(why). Put it back from a copy, or, once sure that no newer block "
                + "was published, remove it"
        }
    }
}
