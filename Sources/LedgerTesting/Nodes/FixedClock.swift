package import Ledger
import LedgerNode
import Synchronization

/// Time that stands still until a test moves it.
package final class FixedClock: NodeClock {
    private struct State {
        var wall: UInt64
        var monotonic: UInt64 = 0
    }
    private let state: Mutex<State>

    package init(_ wall: Timestamp) { state = Mutex(State(wall: wall.milliseconds)) }

    package var wall: Timestamp { Timestamp(milliseconds: state.withLock { $0.wall }) }
    package var monotonic: Milliseconds { Milliseconds(state.withLock { $0.monotonic }) }

    /// Nobody waits for time to pass: what is due is asked for step by step.
    package func sleep(_ duration: Milliseconds) async throws {
        // Ends by cancellation alone, which the sleep throws.
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    package func advance(_ duration: Milliseconds) {
        state.withLock {
            $0.wall += duration.count
            $0.monotonic += duration.count
        }
    }

    /// Moves the wall clock alone, as an administrator may.
    package func set(wall: Timestamp) { state.withLock { $0.wall = wall.milliseconds } }
}
