import FoundationEssentials
import Glibc
import Ledger
package import LedgerCrypto
package import LedgerFiles
import Synchronization

/// The last block that a producer's key has published, in a file of this user and machine, named by key and chain, and not in the data folder.
///
/// A data folder that was put back from an older copy would make the same key sign a second block at one height. The guard knows better.
/// The order is: sign; commit; write the guard; only then publish.
package struct HeadGuard: Sendable {
    package let path: String
    private let calls: FileCalls
    /// Held as long as any copy of this value lives.
    private var lock: GuardLock?
    private var machine: MachineLock?
    private let last = LastWritten()

    package init(path: String, calls: FileCalls = .system) {
        self.path = path
        self.calls = calls
    }

    /// The same guard, locked: no other process, whatever data folder it has, goes on from it meanwhile.
    ///
    /// - Parameter owner: where given, no other process of this machine signs with the key on the chain, wherever its guard lies.
    /// - Throws: ``GuardFault/inUse(path:)``, ``GuardFault/inUseOnMachine(process:user:)``.
    package func locked(_ owner: (key: PublicKey, chain: Digest)?) throws -> HeadGuard {
        var copy = self
        copy.lock = try GuardLock(path)
        copy.machine = try owner.map { try MachineLock($0.key, chain: $0.chain) }
        return copy
    }

    /// - Throws: ``FileError/vanished(path:)`` where the guard or its lock is not the file any more that this process wrote.
    package func checkFiles() throws(FileError) {
        try lock?.check()
        try last.written.withLock { $0?.file }?.check()
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
        try checkFiles()
        let before = last.written.withLock { last in
            defer { last = nil }
            return last
        }
        if let before, height == before.height + 1 {
            let offset = Int(height % 2) * GuardRecord.size
            guard calls.overwrite(path, offset, record) == 0 else {
                throw FileError.failed(.write, path: path, code: errno)
            }
            // What was written to a file that somebody has just replaced is lost with it.
            try before.file.check()
            last.written.withLock { $0 = (height, before.file) }
        } else {
            try AtomicFile.write(record + record, to: path, mode: 0o600, replacing: true, calls: calls)
            let file = try KeptFile(path)
            last.written.withLock { $0 = (height, file) }
        }
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

/// The height in the newest record, and the file, where this process knows that it and the record before are durable.
private final class LastWritten: Sendable {
    let written = Mutex<(height: UInt64, file: KeptFile)?>(nil)
}

/// Why a guard refuses the start.
package enum GuardFault: Error, Equatable, CustomStringConvertible {
    case inUse(path: String)
    /// Its process and user, where the kernel tells them.
    case inUseOnMachine(process: Int32?, user: UInt32?)
    case noMachineLock(code: Int32)
    /// There is none, though the chain has blocks; `beside` are others of the chain.
    case missing(path: String, height: UInt64, beside: [String])
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
        case .inUseOnMachine(let process, let user):
            "another process on this machine signs with this key on this chain"
                + (process.map { ": process \($0) of user \(user.map(String.init) ?? "unknown")" } ?? "")
                + ", with its guard in another folder. Stop it first; two nodes with one key would sign two blocks at one height"
        case .noMachineLock(let code):
            "the lock that keeps a second node of this machine from signing with this key can't be taken: "
                + "\(String(cString: strerror(code))) (errno \(code)); let this process use unix sockets (AF_UNIX)"
        case .missing(let path, let height, let beside):
            "there is no guard \(path), but the chain has \(height) blocks: nothing here says which of them this key has published, or whether "
                + "it has published newer ones"
                + (beside.isEmpty ? "" : ". Other guards of the chain are \(beside.joined(separator: ", "))")
                + ". If the key has signed elsewhere, by another user or machine, bring its guard along, or name its folder with --guard DIR. "
                + "Otherwise compare block \(height) with what others have seen of the chain (laurel audit, receipts), and once sure that no "
                + "newer block was published, start once with --new-guard"
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
