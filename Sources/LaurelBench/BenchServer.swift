import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerStore
import LedgerTesting
import Logging
import ServiceLifecycle

/// A whole node on a free port of the loopback, for as long as `body` runs.
enum BenchServer {
    static func run<Result: Sendable>(
        _ community: BenchCommunity, at directory: String,
        _ body: @Sendable (_ url: String) async throws -> Result
    ) async throws -> Result {
        let (ports, found) = AsyncStream<Int>.makeStream()
        var place = GuardPlace(path: directory + "/bench.guard")
        // The ledger comes from no node, and its keys are everybody's.
        (place.acceptsMissing, place.locksMachine) = (true, false)
        var configuration = NodeConfiguration(
            directory: directory, producer: community.producer, guardPlace: place,
            logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.port = 0
        configuration.onListening = { found.yield($0) }
        let node = try await open(configuration)
        let group = try node.group(signals: [])
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { found.finish() }
                try await group.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                throw BenchFailure("the node did not start")
            }
            let result = try await body("http://127.0.0.1:\(port)")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    /// Opens the folder; whoever made it may not have let go of it yet.
    private static func open(_ configuration: NodeConfiguration) async throws -> LedgerNode {
        let patience = ContinuousClock.now + .seconds(5)
        while true {
            do { return try LedgerNode(configuration) } catch StoreError.locked where ContinuousClock.now < patience {
                // The lock goes with the last reference to the engine that made the folder, and nothing tells when.
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    /// The audit of a folder that no node writes to any more.
    static func audit(_ directory: String) async throws -> ReplayReport {
        let store = try LedgerStore.open(at: directory, access: .readOnly)
        let (replay, index) = try await store.checkIndex(options: ReplayOptions(now: .latest, cores: Parallel.cores))
        guard replay.holds, index.holds else { throw BenchFailure("\(directory) does not hold") }
        return replay
    }
}
