import FoundationEssentials
package import Ledger

/// The time as a node sees it. A protocol, so that tests decide what time it is.
package protocol NodeClock: Sendable {
    /// Wall time, which administrators and NTP may move.
    var wall: Timestamp { get }
    /// Time since some moment, which nobody moves.
    var monotonic: Milliseconds { get }
    /// Returns after `duration` of monotonic time, or throws when the task is cancelled.
    func sleep(_ duration: Milliseconds) async throws
}

/// The machine's clocks.
package struct SystemClock: NodeClock {
    private static let start = ContinuousClock.now

    package init() { _ = Self.start }

    package var wall: Timestamp {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }

    package var monotonic: Milliseconds {
        let (seconds, attoseconds) = (ContinuousClock.now - Self.start).components
        return Milliseconds(UInt64(seconds) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000))
    }

    package func sleep(_ duration: Milliseconds) async throws {
        // At most a day, so that no number of milliseconds overflows a duration; who waits longer looks again then.
        try await Task.sleep(for: .milliseconds(min(duration.count, 86_400_000)))
    }
}
