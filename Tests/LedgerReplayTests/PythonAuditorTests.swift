import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// The independent auditor of `scripts/auditor`, run on archives of random chains.
@Suite(.enabled(if: PythonAuditor.isThere, "python3 with coincurve is not there; scripts/test installs it"))
struct PythonAuditorTests {
    @Test(arguments: RandomChainTests.seeds)
    func `it arrives at the same state root, balances and sums`(seed: UInt64) throws {
        var random = RandomChain(seed: seed)
        try random.grow(blocks: 40, transactions: 20)
        let chain = random.chain
        let (status, answer) = try PythonAuditor.audit(chain.community.genesis, chain.blocks)
        #expect(status == 0, "seed \(seed): \(answer)")
        #expect(answer["stateRoot"] as? String == chain.updates.last?.header.header.stateRoot.hex, "seed \(seed)")
        #expect(answer["minted"] as? String == chain.state.totals.minted.description)
        #expect(answer["revoked"] as? String == chain.state.totals.revoked.description)
        #expect(answer["burned"] as? String == chain.state.totals.burned.description)
        let accounts = try #require(answer["accounts"] as? [[String: Any]])
        #expect(accounts.count == chain.state.accounts.count)
        for (theirs, ours) in zip(accounts, chain.state.accounts) {
            #expect(theirs["account"] as? String == ours.id.description)
            #expect(theirs["balance"] as? String == ours.balance.description)
            #expect(theirs["earned"] as? String == ours.earned.description)
            #expect(theirs["sequence"] as? UInt64 == ours.sequence)
        }
    }

    @Test func `it finds the same fault in the same place`() async throws {
        var random = RandomChain(seed: 21)
        try random.grow(blocks: 6, transactions: 8)
        let chain = random.chain
        for _ in 0..<12 {
            var blocks = chain.blocks
            let block = Int(random.random.next() % UInt64(blocks.count))
            let bit = Int(random.random.next() % UInt64(blocks[block].count * 8))
            blocks[block][bit / 8] ^= 1 << UInt8(bit % 8)
            let replay = Replay(
                genesis: chain.community.genesis, options: ReplayOptions(now: .latest, cores: 2))
            let ours = try #require(try await replay.run(BlockList(blocks)).fault)
            let (status, theirs) = try PythonAuditor.audit(chain.community.genesis, blocks)
            #expect(status == 1)
            #expect(theirs["code"] as? Int == ours.fault.code, "block \(block + 1), bit \(bit): \(theirs)")
            #expect(theirs["height"] as? UInt64 == ours.height)
            #expect(theirs["transaction"] as? Int == ours.transaction)
        }
    }

    /// Its own tests read the article: the worked block and vectors, the codes and their names, the faults of the file.
    @Test func `its own tests pass`() throws {
        let scripts = URL(filePath: PythonAuditor.folder).deletingLastPathComponent().path
        let outcome = try Child.run(
            PythonAuditor.python, ["-m", "unittest", "discover", "-s", scripts + "/auditor/tests", "-t", scripts])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.error.contains("\nRan ") && !outcome.error.contains("\nRan 0 "), "\(outcome)")
    }

    @Test func `it ends with 0, 1 or 2 as the command does`() throws {
        let start = ArchiveFormat.start(TestCommunity().genesis)
        let end = ArchiveFormat.end(height: 0, hash: TestCommunity().genesis.chainID)
        for (bytes, status, code) in [(start + end, 0, nil), (start, 1, 303), ([], 2, 301)] as [([UInt8], Int32, Int?)]
        {
            let outcome = try PythonAuditor.audit(archive: bytes)
            #expect(outcome.status == status && outcome.answer["code"] as? Int == code, "\(outcome)")
        }
        let nothing = try Child.run(PythonAuditor.python, [PythonAuditor.folder, "/nowhere"])
        #expect(nothing.status == 2 && nothing.output.isEmpty, "\(nothing)")
    }
}

enum PythonAuditor {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/auditor").path

    static let python = ProcessInfo.processInfo.environment["LAUREL_PYTHON"] ?? "python3"

    static let isThere: Bool = (try? Child.run(python, ["-c", "import coincurve"]).status == 0) ?? false

    static func audit(_ genesis: Genesis, _ blocks: [[UInt8]]) throws -> (status: Int32, answer: [String: Any]) {
        try audit(archive: Attack.archive(genesis, blocks))
    }

    static func audit(archive bytes: [UInt8]) throws -> (status: Int32, answer: [String: Any]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "laurel-\(UUID().uuidString).archive")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        let outcome = try Child.run(python, [folder, file.path, "--json", "--accounts"])
        let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return (outcome.status, answer as? [String: Any] ?? [:])
    }
}
