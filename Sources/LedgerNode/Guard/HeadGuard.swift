import FoundationEssentials
import Glibc
import Ledger
package import LedgerCrypto
import Synchronization

/// The last block that a producer's key has published, in a file beside the key and not in the data folder.
///
/// A data folder that was put back from an older copy would make the same key sign a second block at one height. The guard knows better.
/// The order is: sign; commit; write the guard; only then publish.
package struct HeadGuard: Sendable {
    package let path: String
    private let calls: FileCalls
    /// Held as long as any copy of this value lives.
    private var lock: GuardLock?
    private let last = LastWritten()

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

    /// Compares the guard with a chain whose head is at `height`.
    ///
    /// - Parameter hash: gives the hash of the chain's block at a height of 1…`height`.
    /// - Throws: ``GuardFault`` where starting could publish a second block at a height.
    package func check(
        chain: Digest, height: UInt64, hash: (UInt64) throws -> Digest?
    ) throws {
        guard let content = try read() else { return }
        let newest = content.newest
        guard newest.chain == chain.hex else {
            throw GuardFault.otherChain(path: path, got: newest.chain, expected: chain)
        }
        guard newest.height <= height else {
            throw GuardFault.ahead(path: path, height: newest.height, head: height)
        }
        guard newest.height < height || !content.mayBeOneMore else {
            throw GuardFault.damaged(path: path, head: height)
        }
        guard newest.height > 0 else { return }
        let there = try hash(newest.height)
        guard there?.hex == newest.hash else {
            throw GuardFault.otherBlock(path: path, height: newest.height, got: newest.hash, there: there)
        }
    }

    /// Writes that the block at `height` is published. Durable when it returns.
    ///
    /// A block that follows the last one written takes the place of the older of the file's two records, which costs the disk one write
    /// instead of a new file and name. Otherwise the file is written anew: at a start, and where a write has failed, after which
    /// nobody knows what of the file is durable.
    package func advance(chain: Digest, height: UInt64, hash: Digest) throws {
        let record = try GuardRecord(chain: chain, height: height, hash: hash).bytes()
        let before = last.height.withLock { last in
            defer { last = nil }
            return last
        }
        if let before, height == before + 1 {
            let offset = Int(height % 2) * GuardRecord.size
            guard calls.overwrite(path, offset, record) == 0 else {
                throw FileError.failed(.write, path: path, code: errno)
            }
        } else {
            try AtomicFile.write(record + record, to: path, mode: 0o600, replacing: true, calls: calls)
        }
        last.height.withLock { $0 = height }
    }

    /// The height of the last published block; nil where there is no file.
    package var height: UInt64? {
        get throws { try read()?.newest.height }
    }

    /// Nil where there is no file.
    private func read() throws -> GuardContent? {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path, limit: 2 * GuardRecord.size) } catch FileError.failed(.open, _, ENOENT) {
            return nil
        }
        return try GuardContent(bytes, path: path)
    }
}

/// The height in the newest record, where this process knows that it and the record before are durable.
private final class LastWritten: Sendable {
    let height = Mutex<UInt64?>(nil)
}

/// Why a guard refuses the start.
package enum GuardFault: Error, Equatable, CustomStringConvertible {
    case inUse(path: String)
    case otherChain(path: String, got: String, expected: Digest)
    case ahead(path: String, height: UInt64, head: UInt64)
    case damaged(path: String, head: UInt64)
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
        case .damaged(let path, let head):
            "one of the two records of the guard \(path) is damaged; the other is of block \(head), at which the data folder ends, "
                + "so a block after it may be published. Put back the newest data, or fetch the missing block from an archive; once "
                + "sure that no newer block was published, remove the guard"
        case .otherBlock(let path, let height, let got, let there):
            "the guard \(path) says that block \(height) is \(got), the data folder has \(there?.hex ?? "none"): the "
                + "chain was published in another version. Put back the data that hold that block"
        case .unreadable(let path, let why):
            "the guard \(path) can't be read: \(why). Put it back from a copy, or, once sure that no newer block "
                + "was published, remove it"
        }
    }
}
