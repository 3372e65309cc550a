import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// Somebody removes or replaces files of a node that runs.
@Suite struct VanishedFileTests {
    static let names = [
        "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock", "producer.guard", "producer.guard.lock", "",
    ]

    @Test(arguments: names) func `nothing is told to be committed once a file is gone, and it is not tried again`(
        name: String
    ) async throws {
        let community = TestCommunity()
        let folder = NSTemporaryDirectory() + "laurel-gone-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var bench = try NodeBench(community, in: folder, clock: FixedClock(TestCommunity.start))
        try bench.makeLedger()
        try bench.start()
        var answers = Answers()
        await answers.send([try DiskTrial.reward("first", sequence: 0)], to: bench)
        #expect(answers.committed.count == 1)
        try FileManager.default.removeItem(atPath: name.isEmpty ? folder : "\(folder)/\(name)")
        await answers.send([try DiskTrial.reward("second", sequence: 1)], to: bench)
        #expect(answers.committed.count == 1 && answers.unknown.count == 1, "\(answers)")
        #expect(answers.unknown.first?.contains("is no longer the file that was opened") == true, "\(answers)")
        guard case .failed(_, mayRecover: false) = await bench.phase else {
            Issue.record("it goes on")
            return
        }
        await bench.build()
        await answers.send([try DiskTrial.reward("third", sequence: 1)], to: bench)
        #expect(answers.committed.count == 1 && answers.refusals.count == 1, "\(answers)")
        await bench.stop()
    }

    @Test(arguments: ["ledger.sqlite", "producer.guard"])
    func `a node at rest is not ready any more, and ends with the reason`(name: String) async throws {
        let chain = try TestChain()
        let error = await #expect(throws: (any Error).self) {
            try await withLiveNode(chain) { client, node in
                _ = try await client.submit(try chain.reward("T", sequence: 0))
                try FileManager.default.removeItem(atPath: "\(chain.directory)/\(name)")
                while await node.engine.status.phase == .accepting { await Task.yield() }
            }
        }
        #expect("\(try #require(error))".contains("/\(name) is no longer the file that was opened"))
    }
}
