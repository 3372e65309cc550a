import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// A chain of three blocks, one of which is changed in one place and signed again.
@Suite struct BlockRuleTests {
    private static func chain() throws -> TestChain {
        var chain = TestChain()
        let issuer = chain.community.issuer
        let alice = AccountID.key(TestKeys.key("alice").publicKey)
        for ticket in 1...3 {
            chain.advance(by: .hours(1))
            try chain.send(
                Reward([
                    Credit(to: alice, amount: Amount(100), reason: .ticketResolved, reference: Reference("t\(ticket)")!)
                ]), keys: [issuer])  // a reference of two characters is well-formed
            try chain.close()
        }
        return chain
    }

    private func replay(_ blocks: [[UInt8]], now: Timestamp = .latest) async throws -> ReplayReport {
        let replay = Replay(
            genesis: TestCommunity().genesis, options: ReplayOptions(now: now, cores: 2))
        return try await replay.run(BlockList(blocks))
    }

    /// Block 2 with a changed header, signed by `signer`.
    private func forged(
        _ chain: TestChain, signer: SecretKey? = nil, more: [[UInt8]] = [], _ change: (BlockHeader) -> BlockHeader
    ) throws -> [[UInt8]] {
        let block = try Block(decoding: chain.blocks[1])
        let header = change(block.header)
        let signature = try (signer ?? chain.community.producer).sign(header.hash)
        var blocks = chain.blocks
        blocks[1] = Block.assemble(
            SignedHeader(header: header, signature: signature),
            transactions: block.transactions.map(\.encoded) + more)
        return blocks
    }

    private static func header(
        _ header: BlockHeader, version: UInt16? = nil, chain: Digest? = nil, height: UInt64? = nil,
        parent: Digest? = nil, time: Timestamp? = nil, count: UInt32? = nil, transactionsRoot: Digest? = nil,
        stateRoot: Digest? = nil, historyRoot: Digest? = nil, producer: PublicKey? = nil
    ) -> BlockHeader {
        BlockHeader(
            version: version ?? header.version, chain: chain ?? header.chain, height: height ?? header.height,
            parent: parent ?? header.parent, time: time ?? header.time,
            transactionCount: count ?? header.transactionCount,
            transactionsRoot: transactionsRoot ?? header.transactionsRoot, stateRoot: stateRoot ?? header.stateRoot,
            historyRoot: historyRoot ?? header.historyRoot, producer: producer ?? header.producer)
    }

    /// In order of precedence: each case also breaks all that come after it.
    @Test func `the first rule that a block breaks is the one reported`() async throws {
        let chain = try Self.chain()
        let stranger = TestKeys.key("stranger")
        let early = Timestamp(milliseconds: 1)
        // Each header breaks its own rule and all that come after it.
        let rules = [
            "version", "chain", "height", "parent", "historyRoot", "time", "producer", "blockSignature",
            "transactionCount", "blockSize", "transactionsRoot", "expired", "stateRoot",
        ]
        let overfull = try chain.community.overfull()
        for (step, rule) in rules.enumerated() {
            func from<Value>(_ name: String, _ value: Value) -> Value? {
                guard let place = rules.firstIndex(of: name), step <= place else { return nil }
                return value
            }
            let signer = rule == "blockSignature" ? stranger : nil
            let more = from("blockSize", overfull) ?? []
            let blocks = try forged(chain, signer: signer, more: more) { header in
                let late = header.time.adding(.days(9))
                return Self.header(
                    header, version: from("version", 2), chain: from("chain", .zero), height: from("height", 9),
                    parent: from("parent", .zero), time: from("time", early) ?? from("expired", late),
                    count: from("transactionCount", 9) ?? UInt32(1 + more.count),
                    transactionsRoot: from("transactionsRoot", .zero),
                    stateRoot: .zero, historyRoot: from("historyRoot", .zero),
                    producer: from("producer", stranger.publicKey))
            }
            let report = try await replay(blocks)
            #expect(report.fault?.fault.name == rule)
            #expect(report.fault?.height == 2, "\(rule)")
            #expect(report.height == 1, "\(rule)")
        }
    }

    @Test func `a block holds as many transactions as the policy says, and none more`() async throws {
        for limit in [1, 2] as [UInt32] {
            var chain = TestChain()
            let old = chain.community.genesis.policy
            try chain.set(
                Policy(
                    authority: old.authority, producers: old.producers, issuers: [], arbiters: [], registrars: [],
                    challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1), allowance: 9,
                    issuerAllowance: 9, blockTransactions: limit))
            try chain.close()
            for name in ["alice", "bob"] {
                let account = AccountID.key(TestKeys.key(name).publicKey)
                try chain.send(
                    SetIssuer(account: account, terms: old.issuers[0].terms), from: chain.community.authority,
                    keys: Array(chain.community.council.prefix(2)))
            }
            let block = try chain.close()
            let fault = BlockFault.blockSize(
                bytes: block.count, transactions: 2, byteLimit: 1 << 20, transactionLimit: limit)
            #expect(try await replay(chain.blocks).fault?.fault == (limit == 1 ? fault : nil))
        }
    }

    @Test func `a block from the future is refused`() async throws {
        let chain = try Self.chain()
        let report = try await replay(chain.blocks, now: TestCommunity.start.adding(.hours(2)))
        #expect(report.fault?.fault.name == "future")
        #expect(report.height == 2)
    }

    @Test func `every flipped bit of a block is found at its height`() async throws {
        let chain = try Self.chain()
        let block = chain.blocks[1]
        var random = SeededRandom(seed: 7)
        for _ in 0..<600 {
            var blocks = chain.blocks
            let bit = Int.random(in: 0..<block.count * 8, using: &random)
            blocks[1][bit / 8] ^= 1 << UInt8(bit % 8)
            let report = try await replay(blocks)
            #expect(report.fault?.height == 2, "bit \(bit)")
        }
    }

    @Test func `blocks left out, repeated or swapped are found`() async throws {
        let blocks = try Self.chain().blocks
        #expect(try await replay([blocks[0], blocks[2]]).fault?.fault.name == "height")
        #expect(try await replay([blocks[0], blocks[0]]).fault?.fault.name == "height")
        #expect(try await replay([blocks[1], blocks[0]]).fault?.fault.name == "height")
        #expect(try await replay([blocks[0]]).height == 1)
    }

    @Test func `skipped signatures are counted out and said so`() async throws {
        let chain = try Self.chain()
        var options = ReplayOptions(now: .latest, cores: 1)
        options.assumeValid = 2
        let report = try await Replay(genesis: TestCommunity().genesis, options: options).run(BlockList(chain.blocks))
        #expect(report.holds)
        #expect(report.assumedValid == 2)
        #expect(report.signatures == 3 + 1)
    }
}
