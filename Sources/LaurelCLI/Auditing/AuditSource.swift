import Glibc
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// What an audit came to, and how to find the blocks of it that somebody knows.
struct Audited {
    let report: ReplayReport
    /// Nil where there is no index to compare.
    let index: IndexReport?
    /// The header of a sound block at a height that was wanted; nil where the chain does not reach it.
    let header: (UInt64) throws -> SignedHeader?

    /// The hash of a sound block, of height 0 the chain's id.
    func hash(_ height: UInt64) throws -> Digest? {
        height == 0 ? report.chainID : try header(height)?.header.hash
    }
}

/// What is audited: a data folder, an archive, or a node's chain.
struct AuditSource {
    private enum Kind { case folder, archive, node }
    private let kind: Kind
    private let what: String
    private let trust: TrustOptions

    /// Whether it is a node's address and no name of a file.
    static func isAddress(_ what: String) -> Bool {
        let start = what.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    init(_ what: String, _ trust: TrustOptions) throws {
        self.what = what
        self.trust = trust
        var status = stat()
        if Self.isAddress(what) {
            kind = .node
        } else if stat(what, &status) == 0 {
            kind = status.st_mode & S_IFMT == S_IFDIR ? .folder : .archive
        } else {
            throw CommandFailure.impossible(
                "\(what) can't be opened: \(String(cString: strerror(errno))); name a data folder, an archive, or a node's address"
            )
        }
    }

    /// - Parameter wanted: the heights of a chain whose headers will be asked for; others are not kept.
    func run(
        _ options: ReplayOptions, _ progress: AuditProgress, wanted: (Digest) throws -> Set<UInt64>
    ) async throws -> Audited {
        switch kind {
        case .folder: return try await folder(options, progress)
        case .archive: return try await archive(what, options, progress, wanted)
        case .node: return try await node(options, progress, wanted)
        }
    }

    private func node(
        _ options: ReplayOptions, _ progress: AuditProgress, _ wanted: (Digest) throws -> Set<UInt64>
    ) async throws -> Audited {
        var heights: Set<UInt64> = []
        var headers: [UInt64: SignedHeader] = [:]
        let report = try await trust.withClient(what) { client in
            try await NodeArchive(client: client).replay(options, progress) {
                heights = try wanted($0)
            } observing: {
                state, block in
                if heights.contains(state.height) { headers[state.height] = block.signedHeader }
            }
        }
        let found = headers
        return Audited(report: report, index: nil) { found[$0] }
    }

    private func folder(_ options: ReplayOptions, _ progress: AuditProgress) async throws -> Audited {
        let store = try LedgerStore.open(at: what, access: .readOnly)
        progress.total = .height(try store.head()?.header.height ?? 0)
        let (replay, index) = try await store.checkIndex(options: options)
        return Audited(report: replay, index: index) { height in
            height <= replay.height ? try store.header(height) : nil
        }
    }

    private func archive(
        _ path: String, _ options: ReplayOptions, _ progress: AuditProgress, _ wanted: (Digest) throws -> Set<UInt64>
    ) async throws -> Audited {
        var status = stat()
        if stat(path, &status) == 0 { progress.total = .bytes(UInt64(status.st_size)) }
        let reader = try ArchiveReader(path: path)
        let heights = try wanted(reader.genesis.chainID)
        var headers: [UInt64: SignedHeader] = [:]
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader) { state, block, _ in
            if heights.contains(state.height) { headers[state.height] = block.signedHeader }
        }
        let found = headers
        return Audited(report: report, index: nil) { found[$0] }
    }
}

extension ArchiveFault {
    /// Whether the archive is at fault, and not that it could not be read or is something else.
    var isOfTheArchive: Bool {
        switch self {
        case .unreadable, .notAnArchive: false
        default: true
        }
    }
}
