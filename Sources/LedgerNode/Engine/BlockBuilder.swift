package import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerStore
package import Logging
import ServiceLifecycle

/// Takes blocks from the engine to the disk, and tells the world when they are durable.
package struct BlockBuilder: Service {
    /// Stands before what keeps the store open, so that its lock is free by the time that the store's files are closed.
    package let headGuard: HeadGuard
    package let engine: Engine
    package let sequencer: any Sequencer
    package let thread: DiskThread
    package let clock: any NodeClock
    package let logger: Logger
    /// Called for each block once it is durable and guarded.
    package let publish: @Sendable (_ height: UInt64) -> Void
    /// Keeps texts of handles for display.
    package let remember: @Sendable ([Handle]) throws -> Void

    package init(
        engine: Engine, sequencer: any Sequencer, headGuard: HeadGuard, thread: DiskThread, clock: any NodeClock,
        logger: Logger, publish: @escaping @Sendable (UInt64) -> Void,
        remember: @escaping @Sendable ([Handle]) throws -> Void
    ) {
        self.engine = engine
        self.sequencer = sequencer
        self.headGuard = headGuard
        self.thread = thread
        self.clock = clock
        self.logger = logger
        self.publish = publish
        self.remember = remember
    }

    /// Runs until the engine was stopped and all that waited is durable.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await build()
        } onGracefulShutdown: { [engine] in
            Task { await engine.stop() }
        }
    }

    private func build() async {
        var timer: Task<Void, Never>?
        defer { timer?.cancel() }
        for await _ in engine.wakeups {
            timer?.cancel()
            await step()
            if await engine.isDone { return }
            guard let delay = await engine.delay() else { continue }
            timer = Task { [engine, clock] in
                // Cancelled by whatever wakes the builder first.
                do { try await clock.sleep(delay) } catch { return }
                engine.wake.yield()
            }
        }
    }

    /// Writes all blocks that are due, and tries to recover from a failure.
    package func step() async {
        if case .failed(let reason, mayRecover: true) = await engine.status.phase { await recover(from: reason) }
        while let block = await engine.nextBlock() {
            let start = clock.monotonic
            do {
                try await commit(block)
            } catch {
                logger.error("Nothing is accepted until this is solved", metadata: ["error": "\(error)"])
                await engine.fail(
                    "the last block can't be made durable: \(error)", mayRecover: !Self.isForGood(error))
                return
            }
            // In this order, so that whoever has a receipt finds the block.
            publish(block.update.header.header.height)
            await engine.committed(after: clock.monotonic.count - start.count)
            logger.debug(
                "Committed",
                metadata: ["height": "\(block.update.header.header.height)", "transactions": "\(block.waiting.count)"])
        }
    }

    /// Whether the files are gone that the node would go on with: then nothing is tried again.
    static func isForGood(_ error: any Error) -> Bool {
        switch error {
        case StoreError.vanished, FileError.vanished: true
        default: false
        }
    }

    private func commit(_ block: BlockToCommit) async throws {
        let header = block.update.header.header
        let hash = block.update.hash
        try await sequencer.append(block.update)
        // The block is durable here. The guard must be too before anybody hears of the block.
        try await thread.run { [headGuard] in
            try headGuard.advance(chain: header.chain, height: header.height, hash: hash)
        }
        let handles = block.waiting.flatMap(\.handles)
        guard !handles.isEmpty else { return }
        do { try await thread.run { [remember] in try remember(handles) } } catch {
            // Only names for display are lost.
            logger.warning("Texts of handles were not kept", metadata: ["error": "\(error)"])
        }
    }

    /// The last block may be durable though its commit failed to say so, or though its guard was not written.
    private func recover(from reason: String) async {
        do {
            let state = try await sequencer.loadState()
            let (chain, height, head) = (state.chainID, state.height, state.head)
            if height > 0 {
                try await thread.run { [headGuard] in
                    try headGuard.advance(chain: chain, height: height, hash: head)
                }
            }
            publish(height)
            await engine.recover(with: state)
            logger.notice("Accepting again", metadata: ["after": "\(reason)"])
        } catch {
            logger.error("Still not accepting", metadata: ["error": "\(error)"])
            if Self.isForGood(error) { await engine.fail("\(error)", mayRecover: false) }
        }
    }
}
