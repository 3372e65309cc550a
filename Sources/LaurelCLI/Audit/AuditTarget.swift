import FoundationEssentials
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay
import LedgerStore

/// What is audited: a data folder, an archive file, or a node, whose archive is fetched into a file first.
enum AuditTarget {
    case folder(LedgerStore)
    case archive(ArchiveReader<FileStream>)
    /// Something that is not even read as far as its genesis: damage.
    case broken(String)

    static func open(_ name: String, trust: TrustOptions) async throws -> AuditTarget {
        if name.hasPrefix("http://") || name.hasPrefix("https://") {
            return try await trust.withClient(name) { client in
                let path = FileManager.default.temporaryDirectory.path + "/laurel-\(UUID().uuidString).archive"
                defer { try? FileManager.default.removeItem(atPath: path) }
                FileManager.default.createFile(atPath: path, contents: nil)
                let file = try FileSink(path: path)
                try await client.archive { try file.write($0) }
                return archive(path)
            }
        }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
            throw CommandFailure.impossible("\(name) is not there; name a data folder, an archive or a node's address")
        }
        guard isFolder else { return archive(name) }
        do { return .folder(try LedgerStore.open(at: name, access: .readOnly)) } catch {
            if case .damaged = error { return .broken("\(error)") }
            throw error
        }
    }

    /// The file stays readable after its name is gone.
    private static func archive(_ path: String) -> AuditTarget {
        do { return .archive(try ArchiveReader(path: path)) } catch { return .broken("\(error)") }
    }

    /// Replays, and notes the headers at the heights that are known from elsewhere.
    func audit(
        _ options: ReplayOptions, marking known: (Digest) -> UInt64?, and other: UInt64?
    ) async throws -> Audit {
        switch self {
        case .broken(let reason): return Audit(broken: reason)
        case .folder(let store):
            do {
                let (replay, index) = try await store.checkIndex(options: options)
                var headers: [UInt64: SignedHeader] = [:]
                for height in [known(replay.chainID), other].compactMap({ $0 }) {
                    headers[height] = try store.header(height)
                }
                return Audit(replay, index: index, headers: headers)
            } catch let error as StoreError {
                if case .damaged = error { return Audit(broken: "\(error)") }
                throw error
            }
        case .archive(let reader):
            let heights = Set([known(reader.genesis.chainID), other].compactMap { $0 })
            var headers: [UInt64: SignedHeader] = [:]
            let replay = try await Replay(genesis: reader.genesis, options: options).run(reader) { _, block, _ in
                if heights.contains(block.header.height) { headers[block.header.height] = block.signedHeader }
            }
            return Audit(replay, index: nil, headers: headers)
        }
    }
}
