import FoundationEssentials
import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles

/// The chains that this user has met, and which node belongs to which.
///
/// A chain's genesis is kept by its canonical bytes under the chain's id, which is their hash: what it says of the token can be
/// relied on, whoever sent it. A node is pinned to the chain that it had at first contact.
struct KnownChains {
    /// A node as it was at first contact.
    struct Node: Codable {
        let chain: String
        let community: String
    }

    private static let byteLimit = 4 << 20
    let folder = Environment.home("XDG_STATE_HOME", ".local/state") + "/chains"
    private var nodesPath: String { "\(folder)/nodes.json" }

    func genesis(of chain: Digest) throws -> Genesis? {
        let path = "\(folder)/\(chain.hex).genesis"
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path, limit: Self.byteLimit) } catch FileError.failed(.open, _, ENOENT) {
            return nil
        }
        guard let genesis = try? Genesis(decoding: bytes), genesis.chainID == chain else {
            throw CommandFailure.impossible("\(path) is damaged; remove it, it is asked for again")
        }
        return genesis
    }

    func nodes() throws -> [String: Node] {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(nodesPath, limit: Self.byteLimit) } catch FileError.failed(.open, _, ENOENT) {
            return [:]
        }
        do { return try JSON.decode(from: bytes) } catch {
            throw CommandFailure.impossible(
                "\(nodesPath) is damaged (\(error)); remove it, and compare the chain's id at the next contact")
        }
    }

    /// The chain that a node had at first contact; nil where there was none.
    func chain(at url: String) throws -> Node? { try nodes()[try NodeAddress(url).text] }

    func remember(_ genesis: Genesis) throws {
        let path = "\(folder)/\(genesis.chainID.hex).genesis"
        guard access(path, F_OK) != 0 else { return }
        try Folder.make(folder)
        try AtomicFile.write(genesis.encoded, to: path, mode: 0o600, replacing: true)
    }

    func remember(_ genesis: Genesis, at url: String) throws {
        try remember(genesis)
        try change { $0[url] = Node(chain: genesis.chainID.hex, community: genesis.community) }
    }

    /// - Returns: whether the node was known.
    func forget(_ url: String) throws -> Bool {
        var wasKnown = false
        let address = try NodeAddress(url).text
        try change { wasKnown = $0.removeValue(forKey: address) != nil }
        return wasKnown
    }

    /// Changes the list of nodes, one process at a time.
    private func change(_ body: (inout [String: Node]) -> Void) throws {
        try Folder.make(folder)
        let lock = try FileLock("\(folder)/nodes.lock")
        defer { withExtendedLifetime(lock) {} }
        var nodes = try nodes()
        body(&nodes)
        try AtomicFile.write(try JSON.encode(nodes), to: nodesPath, mode: 0o600, replacing: true)
    }
}

/// Keeps other processes of this user out for as long as the value lives.
final class FileLock {
    private let file: Int32

    /// Waits until nobody else has it.
    init(_ path: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError.failed(.open, path: path, code: errno) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileError.failed(.open, path: path, code: errno) }
        }
    }

    /// Nil where somebody else has it.
    init?(trying path: String) throws {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError.failed(.open, path: path, code: errno) }
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw FileError.failed(.open, path: path, code: errno) }
            return nil
        }
    }

    deinit { close(file) }
}
