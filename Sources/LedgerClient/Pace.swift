import Synchronization

/// Whether a stream that a stranger sends still moves, and how fast at the least.
///
/// Only time that is spent waiting for the other side counts: who reads slowly makes no stream slow.
package struct Pace: Sendable {
    /// The longest wait for the next bytes.
    let silence: Duration
    /// In so much waiting at least `leastBytes` must come.
    let span: Duration
    let leastBytes: Int

    private var waitsSince: ContinuousClock.Instant?
    private var waited: Duration = .zero
    private var bytes = 0

    package init(silence: Duration, span: Duration, leastBytes: Int) {
        (self.silence, self.span, self.leastBytes) = (silence, span, leastBytes)
    }

    /// A link of 1 KiB/s passes, also where it comes in bursts, with pauses of up to half a minute.
    package static let archive = Pace(silence: .seconds(30), span: .seconds(60), leastBytes: 48 << 10)

    /// The next bytes are waited for from now on.
    package mutating func wait(at now: ContinuousClock.Instant) { waitsSince = now }

    /// They came.
    package mutating func receive(_ count: Int, at now: ContinuousClock.Instant) {
        if let waitsSince { waited += now - waitsSince }
        waitsSince = nil
        bytes += count
        guard waited >= span, bytes >= leastBytes else { return }
        (waited, bytes) = (.zero, 0)
    }

    /// Why it is not worth waiting any longer; nil while it moves.
    package func fault(at now: ContinuousClock.Instant) -> StallFault? {
        let waiting = waitsSince.map { now - $0 } ?? .zero
        if waiting >= silence { return .silent(silence) }
        return waited + waiting >= span && bytes < leastBytes ? .slow(bytes: bytes, least: leastBytes, span) : nil
    }
}

/// How a stream came to a halt.
package enum StallFault: Sendable, Equatable, CustomStringConvertible {
    case silent(Duration)
    case slow(bytes: Int, least: Int, Duration)

    package var description: String {
        switch self {
        case .silent(let time): "sent nothing for \(Self.words(time))"
        case .slow(let bytes, let least, let time):
            "sent \(bytes) bytes in \(Self.words(time)); at least \(least) are waited for"
        }
    }

    private static func words(_ time: Duration) -> String {
        let milliseconds = Int(time / .milliseconds(1))
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }
}

/// A ``Pace`` that one task reports to and another looks at.
final class PaceWatch: Sendable {
    private let pace: Mutex<Pace>
    private let interval: Duration

    init(_ pace: Pace) {
        self.pace = Mutex(pace)
        interval = min(.seconds(1), pace.silence / 4)
    }

    func wait() { pace.withLock { $0.wait(at: .now) } }

    func receive(_ count: Int) { pace.withLock { $0.receive(count, at: .now) } }

    /// Returns once the stream has come to a halt.
    func stall() async throws -> StallFault {
        while true {
            // A stall is that nothing happens, so no event tells of it.
            try await Task.sleep(for: interval)
            if let fault = pace.withLock({ $0.fault(at: .now) }) { return fault }
        }
    }
}
