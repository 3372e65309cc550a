import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerTesting
import Testing

/// What is decided before signatures are checked. In each case the signatures are worth nothing, so whoever looked at them would say so.
@Suite struct ScreeningTests {
    /// The transaction with signatures of nobody, by these keys.
    private func unsigned(
        _ chain: TestChain, _ action: any ActionBody, from sender: AccountID, keys: [SecretKey], sequence: UInt64,
        validUntil: Timestamp = .latest
    ) throws -> [UInt8] {
        let transaction = Transaction(
            sender: sender, sequence: sequence, validUntil: validUntil, action: Action(action))
        let nothing = try SecretKey().sign(.zero)
        return SignedTransaction(transaction, witnesses: keys.map { Witness(key: $0.publicKey, signature: nothing) })
            .encoded
    }

    private func chain() throws -> TestChain {
        try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
    }

    @Test func `What no block could hold is refused by its rule before a signature is looked at`() async throws {
        let chain = try chain()
        let alice = AccountID.key(chain.alice.publicKey)
        let strangers = try (0..<63).map { _ in try SecretKey() }
        let burn = Samples.spending(10)
        try await withLiveNode(chain) { client, _ in
            _ = try await client.submit(try chain.reward("T1", sequence: 0))
            _ = try await client.submit(try chain.sign(burn, by: chain.alice, sequence: 0))
            func code(
                _ action: any ActionBody, from sender: AccountID? = nil, keys: [SecretKey]? = nil, sequence: UInt64 = 1,
                validUntil: Timestamp = .latest
            ) async throws -> Int? {
                let bytes = try unsigned(
                    chain, action, from: sender ?? alice, keys: keys ?? [chain.alice], sequence: sequence,
                    validUntil: validUntil)
                return try await rejection(of: bytes, by: client)?.code
            }
            let stranger = AccountID.key(strangers[0].publicKey)
            #expect(try await code(burn, validUntil: Timestamp(milliseconds: 1)) == 20)
            #expect(try await code(burn, from: stranger, keys: strangers) == 21)
            #expect(try await code(Samples.spending(11), sequence: 0) == 23)
            // What is on the chain is told by its id, whoever asks.
            let stored = try await client.submit(
                try unsigned(chain, burn, from: alice, keys: [chain.alice], sequence: 0))
            #expect(stored.status == "committed" && stored.repeated == true)
            #expect(try await code(burn, sequence: 1_000_000) == 23)
            #expect(try await code(burn, sequence: .max) == 23)
            // Neither a key that is missing, nor one to spare, nor another's.
            #expect(try await code(burn, keys: [chain.alice] + strangers) == 24)
            #expect(try await code(burn, keys: [strangers[0]]) == 24)
            #expect(try await code(Rotate(to: Authenticator(strangers[0].publicKey))) == 24)
            // The values still come first, and signatures decide where nothing else does, also ahead of the sender's next.
            #expect(try await code(Samples.spending(0), from: stranger, keys: strangers) == 4)
            #expect(try await code(burn) == 7)
            #expect(try await code(burn, sequence: 5) == 7)
        }
    }

    @Test func `A used allowance and a closed account are told without a signature`() async throws {
        let community = TestCommunity(allowance: 1)
        var chain = LedgerTesting.TestChain(community)
        let (alice, bob, carol) = (TestKeys.key("alice"), TestKeys.key("bob"), TestKeys.key("carol"))
        let credits = [alice, bob, carol].enumerated().map { index, key in
            Credit(
                to: .key(key.publicKey), amount: Amount(300), reason: .ticketResolved,
                reference: Reference(unchecked: "T\(index)"))
        }
        try chain.send(Reward(credits), keys: [community.issuer])
        try chain.close()
        chain.advance(by: .hours(1))
        try chain.send(Merge(into: .key(bob.publicKey)), from: .key(alice.publicKey), keys: [alice, bob])
        try chain.send(Samples.spending(10), from: .key(bob.publicKey), keys: [bob])
        func foreseen(_ key: SecretKey) throws -> Rejection? {
            let transaction = chain.transaction(Samples.spending(10), from: .key(key.publicKey))
            let witness = Witness(key: key.publicKey, signature: try key.sign(.zero))
            return chain.state.foreseenRejection(
                of: SignedTransaction(transaction, witnesses: [witness]), at: chain.state.totals.time, window: 0)
        }
        #expect(try foreseen(alice)?.name == "senderClosed")
        #expect(try foreseen(bob)?.name == "allowanceUsed")
        #expect(try foreseen(carol) == nil)
    }

    @Test func `A batch may pay its own senders and give them other keys`() async throws {
        let chain = try chain()
        let (next, newcomer) = (try SecretKey(), try SecretKey())
        let alice = AccountID.key(chain.alice.publicKey)
        @Sendable func sign(_ action: any ActionBody, by keys: [SecretKey], sequence: UInt64) throws -> [UInt8] {
            let transaction = Transaction(
                sender: alice, sequence: sequence, validUntil: .latest, action: Action(action))
            return try SignedTransaction(transaction, on: chain.genesis.chainID, keys: keys).encoded
        }
        try await withLiveNode(chain) { client, _ in
            _ = try await client.submit(try chain.reward("T1", sequence: 0))
            let register = Register(account: .key(newcomer.publicKey))
            let move = Rotate(to: Authenticator(next.publicKey))
            let answers = try await client.submit(batch: [
                try sign(Samples.spending(10), by: [chain.alice], sequence: 0),
                try sign(move, by: [chain.alice, next], sequence: 1),
                try sign(Samples.spending(20), by: [next], sequence: 2),
                try sign(Samples.spending(20), by: [chain.alice], sequence: 3),
                try chain.sign(register, by: chain.registrar, sequence: 0),
                try chain.sign(Rotate(to: Authenticator(next.publicKey)), by: newcomer, sequence: 0),
                try SignedTransaction(
                    Transaction(
                        sender: .key(newcomer.publicKey), sequence: 0, validUntil: .latest, action: Action(move)),
                    on: chain.genesis.chainID, keys: [newcomer, next]
                ).encoded,
            ]).results
            #expect(answers.map { $0.problem?.code } == [nil, nil, nil, 24, nil, 24, nil])
            #expect(try await client.account(alice).balance == "970")
        }
    }

    @Test func `A batch of many by one sender goes as far as its queue, and the rest is told to come back`()
        async throws
    {
        let chain = try chain()
        var limits = EngineLimits()
        limits.queuePerSender = 5
        limits.blockInterval = .seconds(2)
        try await withLiveNode(chain, limits: limits) { client, _ in
            let batch = try (0..<20).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
            let answers = try await client.submit(batch: batch).results
            #expect(answers.prefix(5).allSatisfy { $0.receipt?.status == "committed" })
            #expect(answers.dropFirst(5).allSatisfy { $0.problem?.rule == "senderQueueFull" })
        }
    }

    @Test func `Signatures are what a node has only so many of in hand`() async throws {
        let chain = try chain()
        let keys = try (0..<4).map { _ in try SecretKey() }.sorted { $0.publicKey < $1.publicKey }
        let alice = AccountID.key(chain.alice.publicKey)
        let shared = try #require(Authenticator(threshold: 3, keys: keys.map(\.publicKey)))
        var load = LoadLimits()
        load.signaturesInHand = 4
        try await withLiveNode(chain, clock: FixedClock(SystemClock().wall), load: load) { client, node in
            _ = try await client.submit(try chain.reward("T0", sequence: 0), wait: false)
            func sign(_ action: any ActionBody, by keys: [SecretKey], sequence: UInt64) throws -> [UInt8] {
                try SignedTransaction(
                    Transaction(sender: alice, sequence: sequence, validUntil: .latest, action: Action(action)),
                    on: chain.genesis.chainID, keys: keys
                ).encoded
            }
            // Four witnesses: the old key and three of the new ones.
            let rotated = try await client.submit(
                try sign(Rotate(to: shared), by: [chain.alice] + keys.prefix(3), sequence: 0), wait: false)
            #expect(rotated.status == "waiting")
            let again = try sign(Rotate(to: shared), by: Array(keys.prefix(3)), sequence: 1)
            let waiting = Task { try await client.submit(again) }
            while await node.engine.status.waiting < 3 { await Task.yield() }
            // It holds three of the four, so two more are too many, and one is not.
            let two = [try chain.reward("T1", sequence: 1), try chain.reward("T2", sequence: 2)]
            let refused = try await problem { try await client.submit(batch: two, wait: false) }
            #expect(refused?.rule == "busy")
            #expect(try await client.submit(try chain.reward("T1", sequence: 1), wait: false).status == "waiting")
            await node.engine.stop()
            #expect(try await waiting.value.status == "committed")
        }
    }

    @Test func `An answer says whether the node knew the transaction before, waiting or committed`() async throws {
        let chain = try chain()
        try await withLiveNode(chain, clock: FixedClock(SystemClock().wall)) { client, node in
            let bytes = try chain.reward("T1", sequence: 0)
            let first = try await client.submit(bytes, wait: false)
            #expect(first.status == "waiting" && first.repeated == nil)
            let second = try await client.submit(bytes, wait: false)
            #expect(second.status == "waiting" && second.repeated == true)
            let batch = try await client.submit(batch: [bytes, try chain.reward("T2", sequence: 1)], wait: false)
            #expect(batch.results.map { $0.receipt?.repeated } == [true, nil])
            await node.engine.stop()
            while await node.engine.status.waiting > 0 { await Task.yield() }
        }
        try await withLiveNode(chain) { client, _ in
            let again = try await client.submit(try chain.reward("T1", sequence: 0))
            #expect(again.number == 0)
        }
    }
}
