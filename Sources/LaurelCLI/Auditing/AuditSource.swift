import Glibc
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// What an audit came to, and how to find the hash at a height of it.
struct Audited {
    let report: ReplayReport
    /// Nil where there is no index to compare.
    let index: IndexReport?
    /// The hash of a sound block, where one was asked for.
    let hash: (UInt64) throws -> Digest?
}

/// What is audited: a data folder, an archive, or a node's chain.
struct AuditSource {
    private enum Kind { case folder, archive, node }
    private let kind: Kind
    private let what: String
    private let trust: TrustOptions

    init(_ what: String, _ trust: TrustOptions) throws {
        self.what = what
        self.trust = trust
        var status = stat()
        if what.hasPrefix("http://") || what.hasPrefix("https://") {
            kind = .node
        } else if stat(what, &status) == 0 {
            kind = status.st_mode & S_IFMT == S_IFDIR ? .folder : .archive
        } else {
            throw CommandFailure.impossible(
                "\(what) can't be opened: \(String(cString: strerror(errno))); name a data folder, an archive, or a node's address"
            )
        }
    }

    func run(_ options: ReplayOptions, _ progress: AuditProgress) async throws -> Audited {
        switch kind {
        case .folder: return try await folder(options, progress)
        case .archive: return try await archive(what, options, progress)
        case .node:
            let file = try TemporaryArchive()
            try await trust.withClient(what) { try await $0.archive { try file.write($0) } }
            return try await archive(file.path, options, progress)
        }
    }

    private func folder(_ options: ReplayOptions, _ progress: AuditProgress) async throws -> Audited {
        let store = try LedgerStore.open(at: what, access: .readOnly)
        progress.total = .height(try store.head()?.header.height ?? 0)
        let (replay, index) = try await store.checkIndex(options: options)
        return Audited(report: replay, index: index) { height in
            guard height > 0 else { return store.genesis.chainID }
            return height <= replay.height ? try store.header(height)?.header.hash : nil
        }
    }

    private func archive(_ path: String, _ options: ReplayOptions, _ progress: AuditProgress) async throws -> Audited {
        var status = stat()
        if stat(path, &status) == 0 { progress.total = .bytes(UInt64(status.st_size)) }
        let reader = try ArchiveReader(path: path)
        var hashes: [Digest] = [reader.genesis.chainID]
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader) { state, _, _ in
            hashes.append(state.head)
        }
        let all = hashes
        return Audited(report: report, index: nil) { $0 < all.count ? all[Int($0)] : nil }
    }
}

/// A file that is gone with the last reference.
final class TemporaryArchive {
    let path: String
    private let file: Int32

    init() throws {
        var template = Array("\(Environment.get("TMPDIR") ?? "/tmp")/laurel-audit-XXXXXX".utf8CString)
        file = mkstemp(&template)
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }  // a template is never empty
        guard file >= 0 else {
            throw CommandFailure.impossible("cannot create \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        close(file)
        unlink(path)
    }

    func write(_ bytes: [UInt8]) throws { try StreamedFile.writeAll(bytes, to: file, path: path) }
}
