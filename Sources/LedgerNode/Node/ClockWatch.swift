import Ledger
import ServiceLifecycle

/// Ends the node when the wall clock is moved by over a minute while it runs.
package struct ClockWatch: Service {
    let clock: any NodeClock

    package init(clock: any NodeClock) { self.clock = clock }

    /// - Throws: ``ClockFault/drifted(expected:wall:)``, which makes the group of services shut down.
    package func run() async throws {
        let (wall, monotonic) = (clock.wall, clock.monotonic)
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Clocks that part are noticed within a twelfth of the minute by which they may.
                do { try await clock.sleep(.seconds(5)) } catch { return }
                try ClockRules.checkDrift(
                    wallThen: wall, monotonicThen: monotonic, wall: clock.wall, monotonic: clock.monotonic)
            }
        }
    }
}
