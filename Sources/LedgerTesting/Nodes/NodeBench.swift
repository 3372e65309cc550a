import Glibc
package import Ledger
package import LedgerCrypto
package import LedgerNode
import LedgerStore
import Logging

/// A node without sockets, on a disk and a clock that a test controls: the real engine, builder, store and guard, which a
/// test moves step by step.
package struct NodeBench {
    package let community: TestCommunity
    package let disk: SimulatedDisk
    package let clock: FixedClock
    package var limits = EngineLimits()
    package var acceptTime = false
    package var logPages = LedgerStore.logPages
    package private(set) var node: LedgerNode?

    /// Takes over a folder that holds a ledger of the community, or none.
    package init(_ community: TestCommunity, in folder: String, clock: FixedClock) throws {
        self.community = community
        self.clock = clock
        disk = try SimulatedDisk(folder)
    }

    package var guardPath: String { "\(disk.folder)/producer.guard" }

    package func makeLedger() throws {
        _ = try LedgerStore.create(at: disk.folder, genesis: community.genesis)
    }

    /// Starts the node as `laurel node` does, with all its refusals.
    package mutating func start() throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        logger.handler = SwiftLogNoOpLogHandler()
        var place = GuardPlace(path: guardPath)
        // Benches that run beside each other have the same key and chain.
        place.locksMachine = false
        var configuration = NodeConfiguration(
            directory: disk.folder, producer: community.producer, guardPlace: place, logger: logger)
        configuration.guardCalls = disk.calls
        configuration.clock = clock
        configuration.limits = limits
        configuration.acceptTime = acceptTime
        configuration.logPages = logPages
        let node = try LedgerNode(configuration)
        self.node = node
    }

    package var phase: Phase? {
        get async { await node?.engine.status.phase }
    }

    /// How often a commit failed.
    package var failures: UInt64 {
        get async { await node?.engine.status.counts.failures ?? 0 }
    }

    /// The block that holds a transaction; nil where none does.
    package func header(of id: Digest) throws -> SignedHeader? {
        guard let node, let stored = try node.store.transaction(id: id) else { return nil }
        return try node.store.header(stored.height)
    }

    /// Checks the whole ledger of the running node.
    package func check(promised: [Digest: SignedHeader] = [:]) async throws -> WholeCheck {
        guard let node else { throw BenchFault.notRunning }
        return await WholeCheck(node.store, promised: promised)
    }

    /// Lets the node go, closing its files as a process does that ends, and waits until they are closed.
    package mutating func stop() async {
        node = nil
        await disk.waitUntilClosed()
        while !isUnlocked { await Task.yield() }
    }

    /// The lock is the last that a store lets go.
    private var isUnlocked: Bool {
        let file = open("\(disk.folder)/lock", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) == 0
    }

    /// Ends the node as SIGKILL does: nothing that closing would still write reaches the disk.
    package mutating func kill() async {
        disk.freeze()
        await stop()
        disk.revive()
    }

    /// Ends the node as a power cut does.
    package mutating func losePower(_ random: inout some RandomNumberGenerator) async throws {
        disk.freeze()
        await stop()
        try disk.losePower(&random)
    }

    /// Lets the block interval pass and writes what is due.
    package func build() async {
        clock.advance(limits.blockInterval)
        await node?.builder.step()
    }

    /// Asks for admission as the API does.
    package func admit(_ bytes: [UInt8]) async -> Admission? {
        guard let node else { return nil }
        if let refusal = await node.engine.refusal(byteCount: bytes.count) { return .refused(refusal) }
        do throws(Rejection) {
            let verified = try VerifiedTransaction(decoding: bytes, on: community.genesis.chainID)
            return await node.engine.admit(verified)
        } catch { return .rejected(error) }
    }
}

package enum BenchFault: Error {
    case notRunning
}
