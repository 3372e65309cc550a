import Ledger
import ServiceLifecycle
import Synchronization

/// Knows up to which height blocks may be shown, and tells everybody who listens that there is a new one. What is in it, they
/// read from the store. A block is in the store before the guard knows of it, and shown only afterwards.
package final class EventHub: Sendable {
    private struct State {
        var nextID = 0
        var published: UInt64 = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }
    private let state = Mutex(State())
    /// Yields when there is a new block. For one task, which wakes all others, so that no block waits while a thousand are woken.
    private let news: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    package init() { (news, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Yields at once, after each block, and every 15 seconds, until its end is asked for.
    func listen() -> (signals: AsyncStream<Void>, end: @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
        }
        continuation.yield()
        return (stream, { continuation.finish() })
    }

    /// The height of the last block that may be shown.
    package var published: UInt64 { state.withLock { $0.published } }

    /// From now on the block may be shown.
    package func publish(_ height: UInt64) {
        state.withLock { $0.published = max($0.published, height) }
        tell.yield()
    }

    /// Wakes all who listen, each time that there is a new block.
    func spread() async { for await _ in news { pulse() } }

    func pulse() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }
}

/// Tells every listener of new blocks, and lets it write a sign of life now and then, so that connections nobody reads are noticed.
struct EventPulse: Service {
    let hub: EventHub
    let clock: any NodeClock

    func run() async throws {
        await cancelWhenGracefulShutdown {
            async let spreading: Void = hub.spread()
            while !Task.isCancelled {
                // A proxy closes a stream on which nothing comes, nginx after 60 s (proxy_read_timeout).
                do { try await clock.sleep(.seconds(15)) } catch { break }
                hub.pulse()
            }
            await spreading
        }
    }
}
