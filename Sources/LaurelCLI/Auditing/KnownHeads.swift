import FoundationEssentials
import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerReplay

/// A block that a chain must hold.
struct KnownHead: Codable {
    let height: UInt64
    let hash: String
    /// The canonical bytes of its header and signature in hex, where they were seen: evidence against its producer.
    var header: String?

    init(height: UInt64, hash: String, header: String?) {
        self.height = height
        self.hash = hash
        self.header = header
    }

    /// Reads `HEIGHT:HASH`.
    init(option text: String) throws {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let height = UInt64(parts[0]), let hash = Digest(hex: String(parts[1])) else {
            throw CommandFailure.usage("--head is '\(text)'; allowed is a height, a colon and 64 hex digits")
        }
        self.init(height: height, hash: hash.hex, header: nil)
    }
}

/// The last sound head that this user saw of each chain.
struct KnownHeads {
    let isOn: Bool
    private var folder: String { get throws { try Environment.home("XDG_STATE_HOME", ".local/state") } }
    private var path: String { get throws { try "\(folder)/heads.json" } }

    func head(of chain: Digest) throws -> KnownHead? { isOn ? try all()[chain.hex] : nil }

    /// Remembers a head, unless a later one is known.
    func remember(_ audited: Audited) throws {
        guard isOn, let head = audited.report.head else { return }
        var heads = try all()
        let chain = audited.report.chainID.hex
        if let known = heads[chain], known.height >= audited.report.height { return }
        heads[chain] = KnownHead(
            height: audited.report.height, hash: audited.report.headHash.hex, header: Hex.encode(head.encoded))
        try Folder.make(folder)
        try AtomicFile.write(try JSON.encode(heads), to: path, mode: 0o600, replacing: true)
    }

    private func all() throws -> [String: KnownHead] {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path, limit: 4 << 20) } catch FileError.failed(.open, _, ENOENT) { return [:] }
        do { return try JSON.decode(from: bytes) } catch {
            throw CommandFailure.impossible(try "\(path) is damaged (\(error)); remove it, or audit with --no-remember")
        }
    }
}
