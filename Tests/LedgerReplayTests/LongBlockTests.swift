import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// Faults behind the first run of a block, which is checked 128 transactions at a time.
@Suite struct LongBlockTests {
    private static let alice = TestKeys.key("alice")

    /// A block of 300 transfers by one sender.
    private static func chain() throws -> TestChain {
        var chain = TestChain(TestCommunity(window: .zero, smallest: 1))
        let credit = Credit(
            to: .key(alice.publicKey), amount: Amount(1000), reason: .ticketResolved,
            reference: Reference(unchecked: "t"))
        try chain.send(Reward([credit]), keys: [chain.community.issuer])
        try chain.close()
        let to = AccountID.key(chain.community.clerk.publicKey)
        for _ in 0..<300 { try chain.send(Transfer(to: to, amount: Amount(1)), keys: [alice]) }
        try chain.close()
        return chain
    }

    /// Replays it with the transactions of block 2 changed, its header signed for them.
    private static func fault(_ change: (inout [[UInt8]], TestChain) throws -> Void) async throws -> ReplayReport {
        let chain = try chain()
        let block = try Block(decoding: chain.blocks[1])
        var transactions = block.transactions.map(\.encoded)
        try change(&transactions, chain)
        let header = block.header
        let changed = BlockHeader(
            chain: header.chain, height: header.height, parent: header.parent, time: header.time,
            transactionCount: UInt32(transactions.count),
            transactionsRoot: MerkleHash.root(of: transactions.map { MerkleHash.leaf($0) }),
            stateRoot: header.stateRoot,
            historyRoot: header.historyRoot, producer: header.producer)
        let signed = SignedHeader(header: changed, signature: try chain.community.producer.sign(changed.hash))
        let blocks = [chain.blocks[0], Block.assemble(signed, transactions: transactions)]
        return try await Replay(
            genesis: chain.community.genesis, options: ReplayOptions(now: .latest, cores: 2)
        ).run(BlockList(blocks))
    }

    private static let places = [0, 1, 127, 128, 129, 255, 256, 299]

    @Test func `the chain holds as it is`() async throws {
        let block = try Block(decoding: Self.chain().blocks[1])
        #expect(block.runCount == 3, "else the places below are others")
        let report = try await Self.fault { _, _ in }
        #expect(report.holds && report.transactions == 301 && report.signatures == 303)
    }

    @Test(arguments: places) func `a rule that needs state is named with its transaction`(index: Int) async throws {
        let report = try await Self.fault { transactions, _ in transactions.remove(at: index) }
        // Without one, the next carries a number too high; without the last, only the state differs.
        if index == 299 {
            guard case .stateRoot = report.fault?.fault else {
                Issue.record("\(String(describing: report.fault))")
                return
            }
        } else {
            #expect(report.fault?.transaction == index)
            #expect(
                report.fault?.fault
                    == .transaction(index: index, .wrongSequence(got: UInt64(index + 1), expected: UInt64(index))))
        }
    }

    @Test(arguments: places) func `a signature that does not hold is named with its transaction`(index: Int)
        async throws
    {
        let report = try await Self.fault { transactions, _ in
            transactions[index][transactions[index].count - 1] ^= 1
        }
        #expect(
            report.fault?.fault
                == .transaction(index: index, .badSignature(witness: 0, key: Self.alice.publicKey)))
        #expect(report.height == 1)
    }
}
