package import Ledger

/// When a node may trust its clock. A wrong clock would write wrong times into the chain for ever.
package enum ClockRules {
    /// How far wall and monotonic clock may part while the node runs.
    package static let drift = Milliseconds.seconds(60)
    /// How old the head may be at the start: an older one hints at a clock that runs far ahead.
    package static let oldest = Milliseconds.days(30)

    /// A head in the future is refused however near it is: it was made on a clock that was ahead, by this machine or another, and
    /// every block that follows would be dated like it. A node that is started again at once is not met by this, since its head's
    /// time has passed by then.
    ///
    /// - Parameter head: the last block's time, of the genesis before the first.
    package static func checkStart(head: Timestamp, isGenesis: Bool, now: Timestamp) throws(ClockFault) {
        guard head <= now else { throw .headInFuture(head: head, now: now) }
        guard isGenesis || now <= head.adding(oldest) else { throw .headTooOld(head: head, now: now) }
    }

    /// - Parameters: both clocks at some earlier moment, and now.
    package static func checkDrift(
        wallThen: Timestamp, monotonicThen: Milliseconds, wall: Timestamp, monotonic: Milliseconds
    ) throws(ClockFault) {
        let expected = wallThen.adding(Milliseconds(monotonic.count - monotonicThen.count))
        let gap =
            expected < wall ? wall.milliseconds - expected.milliseconds : expected.milliseconds - wall.milliseconds
        guard gap <= drift.count else { throw .drifted(expected: expected, wall: wall) }
    }
}

/// Why the clock is not trusted.
package enum ClockFault: Error, Equatable, CustomStringConvertible {
    case headInFuture(head: Timestamp, now: Timestamp)
    case headTooOld(head: Timestamp, now: Timestamp)
    case drifted(expected: Timestamp, wall: Timestamp)

    package var description: String {
        switch self {
        case .headInFuture(let head, let now):
            "the chain's last block is of \(head), this machine's clock says \(now), \(Self.words(head, now)) before; set the "
                + "clock, wait until that time has come, or start with --accept-time if the block's time was wrong"
        case .headTooOld(let head, let now):
            "the chain's last block is of \(head), over 30 days before this machine's clock, \(now); set the clock, "
                + "or start with --accept-time if the chain really rested"
        case .drifted(let expected, let wall):
            "the wall clock says \(wall), but by the time that has passed it is \(expected): it was moved by over a minute; "
                + "set the clock and start the node again"
        }
    }

    /// How long until `head`, in the unit that people would take.
    private static func words(_ head: Timestamp, _ now: Timestamp) -> String {
        let gap = head.milliseconds - now.milliseconds
        return switch gap {
        case ..<10_000: "\(Milliseconds(gap))"
        case ..<600_000: "\(gap / 1000)s"
        case ..<36_000_000: "\(gap / 60_000)m"
        default: "\(gap / 3_600_000)h"
        }
    }
}
