import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerTesting
import Synchronization
import Testing

/// A whole node behind a socket, asked by the client.
@Suite struct APITests {
    /// A chain that starts now, for nodes that run on the machine's clock.
    private func chain(window: Milliseconds = .zero) throws -> TestChain {
        try TestChain(window: window, start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
    }

    @Test func `A reward gets a receipt with a header that its producer signed, and the same receipt again`()
        async throws
    {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            let bytes = try chain.reward("T1", sequence: 0)
            let receipt = try await client.submit(bytes)
            #expect(receipt.status == "committed")
            #expect(receipt.height == 1)
            let header = try SignedHeader(decoding: try #require(Hex.decode(receipt.header ?? "")))
            #expect(header.isSignatureValid)
            #expect(header.header.hash.hex == receipt.blockHash)
            #expect(receipt.repeated == nil)
            var again = try await client.submit(bytes)
            #expect(again.repeated == true)
            again.repeated = nil
            #expect(again == receipt)

            let view = try await client.account(.key(chain.alice.publicKey))
            #expect(view.balance == "1000")
            #expect(view.authority.kind == "own")
            let history = try await client.history(.key(chain.alice.publicKey))
            #expect(history.entries.map(\.kind) == ["matured", "issued"])
            #expect(history.entries.map(\.reference) == ["T1", "T1"])
            #expect(history.entries[0].balanceChange == "+1000")
            #expect(history.entries[0].counterpart?.id == AccountID.key(chain.issuer.publicKey).description)
        }
    }

    @Test func `An answer is of one height, whatever is committed while it is made`() async throws {
        let chain = try chain(window: .seconds(3600))
        let rewards = try (0..<100).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
        var limits = EngineLimits()
        limits.blockInterval = Milliseconds(1)
        try await withLiveNode(chain, limits: limits) { client, _ in
            let alice = AccountID.key(chain.alice.publicKey)
            _ = try await client.submit(rewards[0])
            for reward in rewards.dropFirst() {
                async let receipt = client.submit(reward)
                for _ in 0..<8 {
                    let view = try await client.account(alice)
                    // Each block has one reward to Alice, and none matures.
                    #expect(view.pendingCount == Int(view.height) && view.rewards.count == view.pendingCount)
                }
                _ = try await receipt
            }
            #expect(try await client.account(alice).pendingCount == rewards.count)
        }
    }

    /// A transaction that breaks a rule, with the answer to it. The chain holds one reward of 1000 to Alice, for T1.
    struct Case: Sendable {
        let bytes: [UInt8]
        let status: Int
        let code: Int

        init(_ status: Int, _ code: Int, _ bytes: [UInt8]) {
            self.bytes = bytes
            self.status = status
            self.code = code
        }
    }

    private static func transfer(
        _ chain: TestChain, _ amount: UInt128, sequence: UInt64 = 0, by key: SecretKey
    ) throws -> [UInt8] {
        try chain.sign(Transfer(to: .key(chain.issuer.publicKey), amount: Amount(amount)), by: key, sequence: sequence)
    }

    private static func cases(_ chain: TestChain) throws -> [Case] {
        let stranger = try SecretKey()
        let alice = AccountID.key(chain.alice.publicKey)
        let sound = try transfer(chain, 20, by: chain.alice)
        let tampered = Array(sound.dropLast()) + [(sound.last ?? 0) ^ 1]
        let burn = Samples.spending(20)
        let rotate = Rotate(to: Authenticator(stranger.publicKey))
        let register = Register(account: .key(stranger.publicKey))
        return [
            Case(413, 1, [UInt8](repeating: 0, count: 200_000)),
            Case(400, 2, [1, 2, 3]),
            Case(400, 4, try transfer(chain, 0, by: chain.alice)),
            Case(400, 5, try chain.sign(Transfer(to: alice, amount: Amount(20)), by: chain.alice, sequence: 0)),
            Case(400, 7, tampered),
            Case(422, 20, try chain.sign(burn, by: chain.alice, sequence: 0, validUntil: Timestamp(milliseconds: 1))),
            Case(422, 21, try transfer(chain, 20, by: stranger)),
            Case(409, 23, try transfer(chain, 20, sequence: 4, by: chain.alice)),
            Case(422, 24, try chain.sign(rotate, by: chain.alice, sequence: 0)),
            Case(422, 42, try transfer(chain, 9, by: chain.alice)),
            Case(409, 44, try chain.reward("T1", sequence: 1)),
            Case(422, 45, try chain.reward("T2", 10_001, sequence: 1)),
            Case(422, 60, try transfer(chain, 1001, by: chain.alice)),
            Case(422, 80, try chain.sign(register, by: chain.alice, sequence: 0)),
            Case(409, 81, try chain.sign(Register(account: alice), by: chain.registrar, sequence: 0)),
        ]
    }

    @Test func `Each kind of rejection has its status and code`() async throws {
        let chain = try chain()
        let cases = try Self.cases(chain)
        let reward = try chain.reward("T1", sequence: 0)
        try await withLiveNode(chain) { client, _ in
            _ = try await client.submit(reward)
            for one in cases {
                let answer = try await rejection(of: one.bytes, by: client)
                #expect(answer?.status == one.status)
                #expect(answer?.code == one.code)
            }
            let wrongChain = try await rejection(of: reward, on: .zero, by: client)
            #expect(wrongChain?.code == 8)
            let height = try await client.status().height
            #expect(height == 1)
        }
    }

    @Test func `A batch is answered in its order, one by one`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            var batch = try (0..<100).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
            batch.append(try chain.reward("T0", sequence: 100))
            let answer = try await client.submit(batch: batch)
            #expect(answer.results.count == 101)
            #expect(answer.results.prefix(100).allSatisfy { $0.receipt?.status == "committed" })
            #expect(answer.results[100].problem?.code == 44)
            #expect(try await client.supply().minted == "100000")
        }
    }

    @Test func `A batch is answered in canonical bytes as it is in JSON`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            var batch = try (0..<70).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
            batch.append(try chain.reward("T0", sequence: 70))
            let first = try await client.receipts(ofBatch: batch)
            // Sent again, what is committed is answered by the same receipts.
            let json = try await client.submit(batch: batch).results
            let again = try await client.receipts(ofBatch: batch)
            #expect(first.results.count == 71 && json.count == 71 && again.results.count == 71)
            #expect(Set(first.headers.map(\.header.height)).count == first.headers.count)
            for (index, entry) in first.results.enumerated().prefix(70) {
                guard case .committed(let number, let header, let place, let balance, _) = entry else {
                    Issue.record("\(entry)")
                    continue
                }
                let receipt = try #require(json[index].receipt)
                #expect(receipt.number == number && receipt.index == Int(place))
                #expect(receipt.header == Hex.encode(first.headers[header].encoded))
                #expect(first.headers[header].isSignatureValid)
                guard case .committed(number, _, place, balance, _) = again.results[index] else {
                    Issue.record("\(again.results[index])")
                    continue
                }
            }
            guard case .problem(let problem) = first.results[70] else {
                Issue.record("\(first.results[70])")
                return
            }
            #expect(problem.contains("\"code\":44"))
            #expect(try BatchReceipts(decoding: first.encoded) == first)
        }
    }

    @Test func `What was promised before a stop is on the chain after it`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            for number in 0..<20 {
                let answer = try await client.submit(
                    try chain.reward("T\(number)", sequence: UInt64(number)), wait: false)
                #expect(answer.status == "waiting")
            }
        }
        let transactions = try await withLiveNode(chain) { client, _ in try await client.status().transactions }
        #expect(transactions == 20)
    }

    @Test func `A full queue answers 503 and says when to come back`() async throws {
        let chain = try chain()
        var limits = EngineLimits()
        limits.queueBytes = 100
        try await withLiveNode(chain, limits: limits) { client, _ in
            let problem = try await problem { try await client.submit(try chain.reward("T1", sequence: 0)) }
            #expect(problem?.status == 503)
            #expect(problem?.rule == "queueFull")
            #expect(problem?.retryAfter == 1)
        }
    }

    @Test func `More than the node can look at is refused with 503, and small requests still get through`() async throws
    {
        let chain = try chain()
        var load = LoadLimits()
        load.signaturesInHand = 10
        // On a clock that stands still the first waits for its block until the node stops.
        try await withLiveNode(chain, clock: FixedClock(SystemClock().wall), load: load) { client, node in
            let first = try chain.reward("T0", sequence: 0)
            let batch = try (1...10).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
            let waiting = Task { try await client.submit(first) }
            while await node.engine.status.waiting == 0 { await Task.yield() }
            let refused = try await problem { try await client.submit(batch: batch) }
            #expect(refused?.status == 503)
            #expect(refused?.rule == "busy")
            #expect(refused?.retryAfter == 1)
            #expect(try await client.submit(batch[0], wait: false).status == "waiting")
            await node.engine.stop()
            #expect(try await waiting.value.status == "committed")
        }
    }

    @Test func `Events tell every block from the height that is asked for`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            for number in 0..<3 {
                _ = try await client.submit(try chain.reward("T\(number)", sequence: UInt64(number)))
            }
            var heights: [UInt64] = []
            for try await block in client.events(after: 1) {
                heights.append(block.height)
                if heights.count == 2 { _ = try await client.submit(try chain.reward("T3", sequence: 3)) }
                if heights.count == 3 { break }
            }
            #expect(heights == [2, 3, 4])
        }
    }

    @Test func `The archive that a node streams replays to its head`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            for number in 0..<3 {
                _ = try await client.submit(try chain.reward("T\(number)", sequence: UInt64(number)))
            }
            let pieces = Mutex<[UInt8]>([])
            try await client.archive { piece in pieces.withLock { $0 += piece } }
            let reader = try ArchiveReader(Bytes(pieces.withLock { $0 }))
            #expect(reader.genesis == chain.genesis)
            let options = ReplayOptions(now: SystemClock().wall, cores: 1)
            let report = try await Replay(genesis: reader.genesis, options: options).run(reader)
            #expect(report.holds)
            #expect(report.height == 3)
            let head = try await client.status().head
            #expect(report.headHash.hex == head)
        }
    }

    @Test func `Handles are shown by name once a transaction brought them`() async throws {
        let chain = try chain()
        let bob = try #require(Handle("github:bob"))
        try await withLiveNode(chain) { client, _ in
            let bytes = try chain.reward("T1", to: .handle(bob), sequence: 0)
            let stranger = try #require(Handle("github:eve"))
            let refused = try await problem { try await client.submit(bytes, handles: [stranger]) }
            #expect(refused?.rule == "handleNotNamed")
            _ = try await client.submit(bytes, chain: chain.genesis.chainID, handles: [bob])
            #expect(try await client.account(.handle(bob)).account.handle == "github:bob")
            #expect(try await client.accounts(.balance).accounts[0].account.handle == "github:bob")
        }
    }

    @Test func `Reading tells what is not there and what was not understood`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            #expect(try await client.genesis() == chain.genesis)
            #expect(try await client.policy().issuers.count == 1)
            #expect(try await problem { try await client.block(1) }?.status == 404)
            #expect(try await problem { try await client.transaction(.zero) }?.status == 404)
            let stranger = AccountID.key(try SecretKey().publicKey)
            #expect(try await problem { try await client.account(stranger) }?.rule == "unknownAccount")
            #expect(try await problem { try await client.accounts(limit: 0) }?.rule == "badParameter")
            #expect(try await problem { try await client.history(stranger, before: "x") }?.rule == "badParameter")
        }
    }

    /// An archive in memory.
    struct Bytes: ByteStream {
        private var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }

        mutating func read(_ count: Int) throws -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }
}
