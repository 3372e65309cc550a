import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// What is accepted was looked at together: all of one block, for the chain that it goes onto.
@Suite struct VerifiedBlockTests {
    /// Two blocks of 130 transfers each, so of two runs.
    private static func blocks() throws -> (community: TestCommunity, blocks: [Block]) {
        var chain = TestChain(TestCommunity(window: .zero, smallest: 1))
        let alice = TestKeys.key("alice")
        let credit = Credit(
            to: .key(alice.publicKey), amount: Amount(1000), reason: .ticketResolved,
            reference: Reference(unchecked: "t"))
        try chain.send(Reward([credit]), keys: [chain.community.issuer])
        for _ in 0..<2 {
            for _ in 0..<130 {
                try chain.send(Transfer(to: .key(chain.community.clerk.publicKey), amount: Amount(1)), keys: [alice])
            }
            try chain.close()
        }
        return (chain.community, try chain.blocks.map { try Block(decoding: $0) })
    }

    private static func run(_ number: Int, of block: Block) -> VerifiedRun {
        var keys = ParsedKeys()
        return block.verify(run: number, on: TestCommunity(window: .zero, smallest: 1).genesis.chainID, keys: &keys)
    }

    @Test func `a block whose runs were looked at by two is accepted`() throws {
        let (community, blocks) = try Self.blocks()
        var state = LedgerState(genesis: community.genesis)
        for block in blocks {
            #expect(block.runCount == 2)
            let verified = VerifiedBlock(Self.run(0, of: block), [Self.run(1, of: block)])
            state = try state.accepting(verified).takeState()
        }
        let (height, sent) = (state.height, state.totals.transactions)
        #expect(height == 2 && sent == 261)
    }

    @Test func `a run is missing`() async {
        await #expect(processExitsWith: .failure) {
            let block = try Self.blocks().blocks[0]
            _ = VerifiedBlock(Self.run(0, of: block), [])
        }
    }

    @Test func `a run is another block's`() async {
        await #expect(processExitsWith: .failure) {
            let blocks = try Self.blocks().blocks
            _ = VerifiedBlock(Self.run(0, of: blocks[0]), [Self.run(1, of: blocks[1])])
        }
    }

    @Test func `it was looked at for another chain`() async {
        await #expect(processExitsWith: .failure) {
            let (community, blocks) = try Self.blocks()
            var keys = ParsedKeys()
            let verified = VerifiedBlock(blocks[0], on: .zero, keys: &keys)
            _ = try LedgerState(genesis: community.genesis).accepting(verified).takeState()
        }
    }

    @Test func `a producer's signature that does not hold is named, whether transactions' were assumed or not`() throws
    {
        let (community, blocks) = try Self.blocks()
        let header = SignedHeader(header: blocks[0].header, signature: .zero)
        let block = try Block(
            decoding: Block.assemble(
                header, transactions: blocks[0].transactions.indices.map { Array(blocks[0].bytes(ofTransaction: $0)) }))
        let (genesis, key) = (community.genesis, community.producer.publicKey)
        var keys = ParsedKeys()
        let verified = VerifiedBlock(block, on: genesis.chainID, keys: &keys)
        #expect(throws: BlockFault.blockSignature(key)) {
            _ = try LedgerState(genesis: genesis).accepting(verified).takeState()
        }
        let assumed = AssumedBlock(block, on: genesis.chainID, keys: &keys)
        #expect(throws: BlockFault.blockSignature(key)) {
            _ = try LedgerState(genesis: genesis).accepting(assumed: assumed).takeState()
        }
    }
}
