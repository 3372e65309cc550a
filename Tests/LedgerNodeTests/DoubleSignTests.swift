import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// Ways to bring a producer to sign a second block at a height that it has published. Each is refused.
@Suite struct DoubleSignTests {
    /// Runs a node until it has published `rewards` further blocks.
    private func publish(
        _ chain: TestChain, _ rewards: Range<UInt64>, in directory: String? = nil, for tickets: String = "T"
    ) async throws {
        var configuration = chain.configuration(FixedClock(TestChain.start))
        configuration.directory = directory ?? chain.directory
        let store = try LedgerStore.open(at: configuration.directory, access: .readWrite)
        let thread = DiskThread()
        let clock = FixedClock(TestChain.start)
        let engine = Engine(ledger: try store.loadState(), producer: chain.producer, clock: clock)
        let builder = BlockBuilder(
            engine: engine, sequencer: LocalSequencer(store, thread: thread),
            headGuard: HeadGuard(path: chain.guardPath), thread: thread, clock: clock, logger: configuration.logger,
            publish: { _ in }, remember: { _ in })
        for sequence in rewards {
            let bytes = try chain.reward("\(tickets)\(sequence)", sequence: sequence)
            guard case .waiting(let one) = await engine.admit(try chain.verify(bytes)) else {
                throw EngineTests.Failure("not admitted")
            }
            clock.advance(Milliseconds(50))
            await builder.step()
            guard case .committed = await one.outcome() else { throw EngineTests.Failure("not committed") }
        }
    }

    private func read(_ path: String) -> Data { (try? Data(contentsOf: URL(filePath: path))) ?? Data() }

    private func copy(_ chain: TestChain) throws -> String {
        let copy = chain.directory + "-copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: chain.directory, toPath: copy)
        return copy
    }

    /// Starts a node an hour after the first, when all that was published lies in the past.
    private func start(_ chain: TestChain, in directory: String? = nil) throws -> LedgerNode {
        var configuration = chain.configuration(FixedClock(TestChain.start.adding(.hours(1))))
        configuration.directory = directory ?? chain.directory
        return try LedgerNode(configuration)
    }

    @Test func `a restart goes on above what was published`() async throws {
        let chain = try TestChain()
        try await publish(chain, 0..<2)
        let before = try #require(try LedgerStore.open(at: chain.directory, access: .readOnly).header(2))
        _ = try start(chain)
        try await publish(chain, 2..<3)
        let store = try LedgerStore.open(at: chain.directory, access: .readOnly)
        #expect(try store.header(2) == before)
        #expect(try store.head()?.header.height == 3)
        #expect(try HeadGuard(path: chain.guardPath).height == 3)
    }

    @Test func `an older copy of the data that was put back is refused`() async throws {
        let chain = try TestChain()
        try await publish(chain, 0..<2)
        let old = try copy(chain)
        defer { try? FileManager.default.removeItem(atPath: old) }
        try await publish(chain, 2..<4)
        let fault = #expect(throws: GuardFault.self) { try start(chain, in: old) }
        #expect(fault == .ahead(path: chain.guardPath, height: 4, head: 2))
    }

    @Test func `an older copy that went on with other blocks is refused`() async throws {
        let chain = try TestChain()
        try await publish(chain, 0..<2)
        let old = try copy(chain)
        defer { try? FileManager.default.removeItem(atPath: old) }
        try await publish(chain, 2..<4)
        let published = read(chain.guardPath)
        // Somebody who has the key and no guard makes two other blocks from the copy; then the guard is there again.
        try FileManager.default.removeItem(atPath: chain.guardPath)
        try await publish(chain, 2..<5, in: old, for: "U")
        try published.write(to: URL(filePath: chain.guardPath))
        let fault = #expect(throws: GuardFault.self) { try start(chain, in: old) }
        guard case .otherBlock(_, height: 4, _, _) = try #require(fault) else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test func `a second process on the same data is refused`() throws {
        let chain = try TestChain()
        let first = try start(chain)
        let error = #expect(throws: StoreError.self) { try start(chain) }
        #expect(error == .locked(directory: chain.directory, process: getpid()))
        withExtendedLifetime(first) {}
    }

    @Test func `a second process with the same key on a copy of the data is refused`() async throws {
        let chain = try TestChain()
        try await publish(chain, 0..<1)
        let other = try copy(chain)
        defer { try? FileManager.default.removeItem(atPath: other) }
        let first = try start(chain)
        let fault = #expect(throws: GuardFault.self) { try start(chain, in: other) }
        #expect(fault == .inUse(path: chain.guardPath))
        #expect(
            fault?.description
                == "the guard \(chain.guardPath) is in use: another node signs with this key, perhaps from a copy of the "
                + "data folder. Stop it first; two nodes with one key would sign two blocks at one height")
        withExtendedLifetime(first) {}
    }

    @Test func `the guard is free again once its node is gone`() throws {
        let chain = try TestChain()
        _ = try start(chain)
        _ = try start(chain)
    }

    @Test func `a guard that was damaged refuses the start`() async throws {
        let chain = try TestChain()
        try await publish(chain, 0..<1)
        let whole = read(chain.guardPath)
        // Within the first record's line, within its spaces, between the records and within the second.
        for length in Array(0..<300) + [4_000, 4_095, 4_096, 4_097, 4_300, 8_000, whole.count - 1] {
            try whole[..<length].write(to: URL(filePath: chain.guardPath))
            #expect(throws: GuardFault.self, "cut to \(length)") { try start(chain) }
        }
    }
}
