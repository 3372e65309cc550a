import Foundation
import Ledger
import LedgerCrypto
package import LedgerNode
package import LedgerReplay
package import LedgerStore
import Logging

/// A node's inside without its HTTP: admission, builder, store and guard, on real files.
package struct BenchEngine: Sendable {
    package let store: LedgerStore
    package let engine: Engine
    private let builder: BlockBuilder
    private let chain: Digest

    /// - Parameter directory: a folder that does not exist yet.
    package init(_ community: BenchCommunity, at directory: String, clock: some NodeClock) throws {
        store = try LedgerStore.create(at: directory, genesis: community.genesis)
        chain = community.genesis.chainID
        engine = Engine(ledger: try store.loadState(), producer: community.producer, clock: clock)
        let thread = DiskThread()
        builder = BlockBuilder(
            engine: engine, sequencer: LocalSequencer(store, thread: thread),
            headGuard: HeadGuard(path: directory + "/bench.guard"), thread: thread, clock: clock,
            logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }), publish: { _ in },
            remember: { _ in })
    }

    /// Admits transactions as they come from a client, as many at once as the queue likes, and returns when all are durable.
    package func commit(_ transactions: [[UInt8]]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await builder.run() }
            var waiting: [WaitingTransaction] = []
            var next = 0
            for bytes in transactions {
                let verified = try VerifiedTransaction(decoding: bytes, on: chain)
                switch await engine.admit(verified) {
                case .waiting(let one), .repeated(let one): waiting.append(one)
                case .rejected(let rejection): throw rejection
                case .refused(let refusal): throw BenchFailure("refused: \(refusal)")
                }
                if waiting.count - next > 512 {
                    try await Self.requireCommitted(waiting[next])
                    next += 1
                }
            }
            for one in waiting[next...] { try await Self.requireCommitted(one) }
            await engine.stop()
            try await group.waitForAll()
        }
    }

    private static func requireCommitted(_ one: WaitingTransaction) async throws {
        guard case .committed = await one.outcome() else { throw BenchFailure("a transaction was not committed") }
    }

    /// The whole audit of what was built: the chain, and the index against it.
    package func audit() async throws -> ReplayReport {
        let (replay, index) = try await store.checkIndex(options: ReplayOptions(now: .latest, cores: Parallel.cores))
        guard replay.holds, index.holds else {
            throw BenchFailure("what was built does not hold: \(String(describing: index.damage ?? nil)), \(replay)")
        }
        return replay
    }
}
