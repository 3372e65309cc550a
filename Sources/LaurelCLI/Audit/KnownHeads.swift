import FoundationEssentials
import Ledger
import LedgerCrypto

/// A block that a chain is known to hold.
struct KnownHead {
    let height: UInt64
    let hash: Digest
    /// The signed header, where it was kept: evidence, should the chain hold another.
    let header: SignedHeader?

    init(_ header: SignedHeader) {
        height = header.header.height
        hash = header.header.hash
        self.header = header
    }

    /// Reads `HEIGHT:HASH`.
    init(parsing text: String) throws {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let height = UInt64(parts[0]), let hash = Digest(hex: String(parts[1])) else {
            throw CommandFailure.usage("--head '\(text)' is not HEIGHT:HASH, such as 12:5f… with 64 hexadecimal digits")
        }
        self.height = height
        self.hash = hash
        header = nil
    }
}

/// The last head that audits saw of each chain: nobody can tell from a chain alone that its end was cut off.
struct KnownHeads {
    private let path: String
    private let kept: [String: String]

    init() {
        path = Environment.home("XDG_STATE_HOME", ".local/state") + "/heads.json"
        let bytes = (try? AtomicFile.read(path, limit: 1 << 20)) ?? []
        kept = (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
    }

    func head(of chain: Digest) -> KnownHead? {
        kept[chain.hex].flatMap { Hex.decode($0) }.flatMap { try? SignedHeader(decoding: $0) }.map { KnownHead($0) }
    }

    func height(of chain: Digest) -> UInt64? { head(of: chain)?.height }

    func remember(_ header: SignedHeader, of chain: Digest) throws {
        if let known = head(of: chain), known.height >= header.header.height { return }
        var kept = kept
        kept[chain.hex] = Hex.encode(header.encoded)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let folder = Environment.home("XDG_STATE_HOME", ".local/state")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write([UInt8](try encoder.encode(kept)), to: path, mode: 0o600, replacing: true)
    }
}
