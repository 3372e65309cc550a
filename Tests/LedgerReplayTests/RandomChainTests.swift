import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

@Suite struct RandomChainTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a chain of every kind of action replays to the same state`(seed: UInt64) async throws {
        var random = RandomChain(seed: seed)
        try random.grow(blocks: 60, transactions: 20)
        let chain = random.chain
        let replay = Replay(
            genesis: chain.community.genesis, options: ReplayOptions(now: .latest, cores: 2))
        let report = try await replay.run(BlockList(chain.blocks))
        #expect(report.fault == nil, "seed \(seed)")
        #expect(report.height == 60)
        #expect(report.stateRoot == chain.updates.last?.header.header.stateRoot)
    }
}
