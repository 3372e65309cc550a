import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

@Suite struct RandomChainTests {
    static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

    private func chain(_ seed: UInt64, blocks: Int = 60) throws -> RandomChain {
        var random = RandomChain(seed: seed)
        try random.grow(blocks: blocks, transactions: 20)
        return random
    }

    @Test(arguments: seeds) func `it replays to the state that it was built with`(seed: UInt64) async throws {
        let chain = try chain(seed).chain
        let replay = Replay(genesis: chain.community.genesis, options: ReplayOptions(now: .latest, cores: 2))
        let report = try await replay.run(BlockList(chain.blocks))
        #expect(report.fault == nil, "seed \(seed)")
        #expect(report.height == 60, "seed \(seed)")
        #expect(report.stateRoot == chain.updates.last?.header.header.stateRoot, "seed \(seed)")
        #expect(report.transactions == chain.state.totals.transactions, "seed \(seed)")
    }

    @Test(arguments: seeds) func `sums hold after every block`(seed: UInt64) async throws {
        let chain = try chain(seed).chain
        let replay = Replay(genesis: chain.community.genesis, options: ReplayOptions(now: .latest, cores: 2))
        var observed: UInt64 = 0
        let report = try await replay.run(BlockList(chain.blocks)) { closed, block in
            observed += 1
            let balances = closed.state.accounts.reduce(UInt128(0)) { $0 + $1.balance.units }
            var pending = UInt128(0)
            for (offset, record) in closed.state.pending.enumerated()
            where !closed.state.revokedPending.contains(closed.state.totals.settled + UInt64(offset)) {
                pending += record.amount.units
            }
            let supply = closed.state.totals.supply.units
            #expect(
                balances + pending == supply, "seed \(seed), block \(block.header.height)")
        }
        #expect(report.holds, "seed \(seed): \(String(describing: report.fault))")
        #expect(observed == 60 && report.height == 60, "seed \(seed): every block was looked at")
    }

    @Test(arguments: seeds) func `postings add up to the balances`(seed: UInt64) throws {
        let chain = try chain(seed).chain
        var balances: [UInt32: UInt128] = [:]
        for posting in chain.updates.flatMap(\.postings) {
            if case .balance(let account) = posting.to { balances[account, default: 0] += posting.amount.units }
            if case .balance(let account) = posting.from { balances[account, default: 0] -= posting.amount.units }
        }
        for (index, account) in chain.state.accounts.enumerated() {
            #expect(balances[UInt32(index), default: 0] == account.balance.units, "seed \(seed), account \(index)")
        }
    }

    @Test(arguments: seeds) func `a state built from its parts is the same state`(seed: UInt64) throws {
        let chain = try chain(seed).chain
        let rebuilt = LedgerState(genesis: chain.community.genesis, snapshot: chain.state.snapshot)
        #expect(rebuilt.collectionRoots == chain.state.collectionRoots, "seed \(seed)")
        #expect(rebuilt.history == chain.state.history)
    }

    @Test func `every rule that a community meets in its daily work is met`() throws {
        var names: Set<String> = []
        for seed in Self.seeds { names.formUnion(try chain(seed).refusals.keys) }
        for name in [
            "belowSmallest", "insufficientBalance", "unknownSender", "referencePaid", "notPending", "alreadyBound",
            "senderClosed", "recipientClosed", "rewardsPending", "unauthorised", "alreadyRevealed", "accountExists",
        ] {
            #expect(names.contains(name), "\(name) is not among \(names.sorted())")
        }
    }
}
