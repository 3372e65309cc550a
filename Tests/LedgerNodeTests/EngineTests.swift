import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Logging
import Synchronization
import Testing

/// The engine and the builder without sockets, on a clock that stands still.
@Suite struct EngineTests {
    /// Everything that an engine needs around it.
    struct Bench {
        let chain: TestChain
        let clock = FixedClock(TestChain.start)
        let store: LedgerStore
        let engine: Engine
        let builder: BlockBuilder
        let disk: FlakyDisk

        init(_ chain: TestChain, limits: EngineLimits = EngineLimits()) throws {
            self.chain = chain
            store = try LedgerStore.open(at: chain.directory, access: .readWrite)
            let thread = DiskThread()
            disk = FlakyDisk(LocalSequencer(store, thread: thread))
            engine = Engine(ledger: try store.loadState(), producer: chain.producer, clock: clock, limits: limits)
            builder = BlockBuilder(
                engine: engine, sequencer: disk, headGuard: HeadGuard(path: chain.guardPath), thread: thread,
                clock: clock, logger: chain.configuration(clock).logger, publish: { _ in }, remember: { _ in })
        }

        func admit(_ bytes: [UInt8]) async throws -> Admission {
            await engine.admit(try chain.verify(bytes))
        }

        func submit(_ bytes: [UInt8]) async throws -> WaitingTransaction {
            switch try await admit(bytes) {
            case .waiting(let one), .repeated(let one): return one
            case let other: throw Failure("not admitted: \(other)")
            }
        }

        /// Rewards with these sequences.
        func batch(_ sequences: Range<UInt64>) throws -> TransactionBatch {
            let rewards = try sequences.map { try chain.reward("T\($0)", sequence: $0) }
            return try TransactionBatch(decoding: [UInt8(rewards.count)] + rewards.flatMap(\.self), limits: 1...100)
        }

        @discardableResult func admit(batch: TransactionBatch) async -> [Admission] {
            var keys = ParsedKeys()
            let checked = batch.verify(0..<batch.count, on: chain.genesis.chainID, keys: &keys)
            return await engine.admit(checked, of: batch)
        }

        /// Lets the block interval pass and writes what is due.
        func build() async {
            clock.advance(Milliseconds(50))
            await builder.step()
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// A sequencer that fails when told to, after or before it has written.
    final class FlakyDisk: Sequencer {
        enum Mode { case works, failsBefore, failsAfter }
        let mode = Mutex(Mode.works)
        private let inner: LocalSequencer
        init(_ inner: LocalSequencer) { self.inner = inner }

        func append(_ update: IndexUpdate) async throws {
            let mode = mode.withLock { $0 }
            if mode == .failsBefore { throw Failure("the disk is full") }
            try await inner.append(update)
            if mode == .failsAfter { throw Failure("the disk went away") }
        }

        func loadState() async throws -> LedgerState { try await inner.loadState() }
    }

    @Test func `A block is due one interval after its first transaction, not before`() async throws {
        let bench = try Bench(try TestChain())
        let one = try await bench.submit(try bench.chain.reward("T1", sequence: 0))
        bench.clock.advance(Milliseconds(49))
        await bench.builder.step()
        #expect(try bench.store.head() == nil)
        bench.clock.advance(Milliseconds(1))
        await bench.builder.step()
        #expect(try bench.store.head()?.header.height == 1)
        guard case .committed(let receipt) = await one.outcome() else { throw Failure("not committed") }
        #expect(receipt.index == 0)
        #expect(receipt.number == 0)
        #expect(receipt.nextSequence == 1)
        #expect(receipt.header.isSignatureValid)
    }

    @Test func `A large block waits for its time only while more than it holds is being checked`() async throws {
        var limits = EngineLimits()
        limits.promptBytes = 600
        let bench = try Bench(try TestChain(), limits: limits)
        let (small, large) = (try bench.batch(0..<4), try bench.batch(4..<12))
        for batch in [small, large] { await bench.engine.expect(batch) }
        await bench.admit(batch: small)
        await bench.builder.step()
        #expect(try bench.store.head() == nil)
        // Nothing of the other is sound, so there is nothing more to wait for.
        let bad = [Result<VerifiedTransaction, Rejection>](
            repeating: .failure(.tooLarge(byteCount: 1)), count: large.count)
        #expect(await bench.engine.admit(bad, of: large).count == large.count)
        await bench.builder.step()
        #expect(try bench.store.head()?.header.transactionCount == 4)
        // As much is in the block as is on its way.
        let (one, other) = (try bench.batch(4..<8), try bench.batch(8..<12))
        for batch in [one, other] { await bench.engine.expect(batch) }
        await bench.admit(batch: one)
        await bench.builder.step()
        #expect(try bench.store.head()?.header.height == 2)
        // However much is on its way, an interval is the longest wait.
        await bench.engine.expect(large)
        await bench.admit(batch: other)
        await bench.builder.step()
        #expect(try bench.store.head()?.header.height == 2)
        await bench.build()
        #expect(try bench.store.head()?.header.height == 3)
    }

    @Test func `What is being checked while the disk fails is counted off once`() async throws {
        var limits = EngineLimits()
        limits.promptBytes = 600
        let bench = try Bench(try TestChain(), limits: limits)
        let early = try bench.batch(0..<4)
        await bench.engine.expect(early)
        _ = try await bench.submit(try bench.chain.reward("T0", sequence: 0))
        bench.disk.mode.withLock { $0 = .failsBefore }
        await bench.build()
        for admission in await bench.admit(batch: early) {
            guard case .refused = admission else { throw Failure("admitted: \(admission)") }
        }
        bench.disk.mode.withLock { $0 = .works }
        await bench.build()
        // Had it been counted off twice, the larger batch would seem smaller than what waits, which counts with its header.
        let (next, larger) = (try bench.batch(0..<4), try bench.batch(4..<11))
        for batch in [next, larger] { await bench.engine.expect(batch) }
        _ = await bench.admit(batch: next)
        await bench.builder.step()
        #expect(try bench.store.head() == nil)
        // A node that stops waits for nobody.
        await bench.engine.stop()
        await bench.builder.step()
        #expect(try bench.store.head()?.header.transactionCount == 4)
    }

    @Test func `Idle means no blocks`() async throws {
        let bench = try Bench(try TestChain())
        for _ in 0..<10 { await bench.build() }
        #expect(try bench.store.head() == nil)
    }

    @Test func `A maturity that falls due makes a block of its own`() async throws {
        let bench = try Bench(try TestChain(window: .hours(1)))
        _ = try await bench.submit(try bench.chain.reward("T1", sequence: 0))
        await bench.build()
        #expect(try bench.store.account(.key(bench.chain.alice.publicKey))?.record.balance == .zero)
        bench.clock.advance(.hours(1))
        await bench.builder.step()
        #expect(try bench.store.head()?.header.height == 2)
        #expect(try bench.store.head()?.header.transactionCount == 0)
        #expect(try bench.store.account(.key(bench.chain.alice.publicKey))?.record.balance == Amount(1000))
    }

    @Test func `A rejected transaction leaves no block and no trace`() async throws {
        let bench = try Bench(try TestChain())
        guard case .rejected(let rejection) = try await bench.admit(try bench.chain.reward("T1", sequence: 7)) else {
            throw Failure("admitted")
        }
        #expect(rejection == .wrongSequence(got: 7, expected: 0))
        await bench.build()
        #expect(try bench.store.head() == nil)
    }

    @Test func `Transactions that build on each other share a block, and the next block is open on top`() async throws {
        let bench = try Bench(try TestChain(blockTransactions: 3))
        var waiting: [WaitingTransaction] = []
        for number in 0..<8 {
            waiting.append(try await bench.submit(try bench.chain.reward("T\(number)", sequence: UInt64(number))))
        }
        await bench.build()
        #expect(try bench.store.head()?.header.height == 3)
        var places: [[Int]] = []
        for one in waiting {
            guard case .committed(let receipt) = await one.outcome() else { throw Failure("not committed") }
            places.append([Int(receipt.header.header.height), receipt.index])
        }
        #expect(places == [[1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2], [3, 0], [3, 1]])
        #expect(try bench.store.loadState().height == 3)
    }

    @Test func `The same transaction twice waits once`() async throws {
        let bench = try Bench(try TestChain())
        let bytes = try bench.chain.reward("T1", sequence: 0)
        let first = try await bench.submit(bytes)
        guard case .repeated(let second) = try await bench.admit(bytes) else { throw Failure("not repeated") }
        #expect(first === second)
        await bench.build()
        #expect(try bench.store.totals().transactions == 1)
    }

    @Test func `A full queue refuses, for all and for one sender`() async throws {
        var limits = EngineLimits()
        limits.queueBytes = 600
        let bench = try Bench(try TestChain(), limits: limits)
        _ = try await bench.submit(try bench.chain.reward("T0", sequence: 0))
        _ = try await bench.submit(try bench.chain.reward("T1", sequence: 1))
        guard
            case .refused(.queueFull(_, limit: 600)) = try await bench.admit(try bench.chain.reward("T2", sequence: 2))
        else { throw Failure("not refused") }

        limits = EngineLimits()
        limits.queuePerSender = 1
        let other = try Bench(try TestChain(), limits: limits)
        _ = try await other.submit(try other.chain.reward("T0", sequence: 0))
        guard
            case .refused(.senderQueueFull(_, limit: 1)) = try await other.admit(
                try other.chain.reward("T1", sequence: 1))
        else { throw Failure("not refused") }
    }

    @Test func `A sender is refused before its signatures are checked only for what it really signed`() async throws {
        var limits = EngineLimits()
        limits.queuePerSender = 1
        let bench = try Bench(try TestChain(), limits: limits)
        let issuer = AccountID.key(bench.chain.issuer.publicKey)
        let alice = AccountID.key(bench.chain.alice.publicKey)
        #expect(await bench.engine.screen(byteCount: 200, senders: [issuer]) == nil)
        _ = try await bench.submit(try bench.chain.reward("T0", sequence: 0))
        #expect(await bench.engine.screen(byteCount: 200, senders: [issuer]) == .senderQueueFull(issuer, limit: 1))
        // Of a batch, others' transactions are still to be looked at.
        #expect(await bench.engine.screen(byteCount: 200, senders: [issuer, alice]) == nil)
        #expect(await bench.engine.status.counts.refused == 1)
        await bench.build()
        #expect(await bench.engine.screen(byteCount: 200, senders: [issuer]) == nil)
    }

    @Test(arguments: [FlakyDisk.Mode.failsBefore, .failsAfter])
    func `When the disk fails nothing is claimed, and the node goes on from what is durable`(
        _ mode: FlakyDisk.Mode
    ) async throws {
        let bench = try Bench(try TestChain())
        let bytes = try bench.chain.reward("T1", sequence: 0)
        let one = try await bench.submit(bytes)
        bench.disk.mode.withLock { $0 = mode }
        await bench.build()
        guard case .unknown = await one.outcome() else { throw Failure("claimed") }
        guard case .refused(.notAccepting) = try await bench.admit(bytes) else { throw Failure("accepted") }
        #expect(try HeadGuard(path: bench.chain.guardPath).height == nil)

        bench.disk.mode.withLock { $0 = .works }
        await bench.builder.step()
        switch (mode, try await bench.admit(bytes)) {
        case (.failsBefore, .waiting): await bench.build()
        case (.failsAfter, .rejected(.wrongSequence(got: 0, expected: 1))): break
        case (_, let admission): throw Failure("\(mode): \(admission)")
        }
        #expect(try bench.store.head()?.header.height == 1)
        #expect(try HeadGuard(path: bench.chain.guardPath).height == 1)
        #expect(try bench.store.totals().transactions == 1)
    }
}
