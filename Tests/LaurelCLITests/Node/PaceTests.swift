import LedgerClient
import Testing

/// Which streams of a stranger are given up. Time is counted here, not waited for.
@Suite struct PaceTests {
    private static let start = ContinuousClock.now

    /// What becomes of an archive that sends so many bytes after each of so many waits, one after the other.
    private static func fault(_ bytes: Int, each wait: Duration, times: Int, busy: Duration = .zero) -> StallFault? {
        var pace = Pace.archive
        var now = start
        for _ in 0..<times {
            pace.wait(at: now)
            now += wait
            if let fault = pace.fault(at: now) { return fault }
            pace.receive(bytes, at: now)
            // What the reader takes for itself is no time of the sender's.
            now += busy
            if let fault = pace.fault(at: now) { return fault }
        }
        return nil
    }

    @Test func `a slow link is not given up while it moves`() {
        #expect(Self.fault(1024, each: .seconds(1), times: 100_000) == nil)
        #expect(Self.fault(48 << 10, each: .seconds(29), times: 1000) == nil)
        #expect(Self.fault(1, each: .milliseconds(1), times: 50_000) == nil, "it has not had a minute yet")
    }

    @Test func `a reader that takes its time is no fault of the sender`() {
        #expect(Self.fault(1 << 16, each: .milliseconds(1), times: 100, busy: .seconds(3600)) == nil)
    }

    @Test func `silence ends it after half a minute, a drip after one`() {
        #expect(Self.fault(1 << 20, each: .seconds(30), times: 2) == .silent(.seconds(30)))
        #expect(Self.fault(1, each: .seconds(1), times: 100) == .slow(bytes: 59, least: 49152, .seconds(60)))
        #expect(Self.fault(800, each: .seconds(1), times: 100) == .slow(bytes: 47200, least: 49152, .seconds(60)))
    }

    @Test func `a fast beginning does not pay for a drip for long`() {
        var pace = Pace.archive
        pace.wait(at: Self.start)
        pace.receive(1 << 30, at: Self.start)
        var now = Self.start
        var seconds = 0
        while pace.fault(at: now) == nil, seconds < 1000 {
            pace.wait(at: now)
            now += .seconds(1)
            seconds += 1
            if pace.fault(at: now) == nil { pace.receive(1, at: now) }
        }
        #expect(seconds == 120, "the rest of the first minute, and one more")
        #expect(
            "\(pace.fault(at: now).map(String.init(describing:)) ?? "")"
                == "sent 59 bytes in 60 s; at least 49152 are waited for")
    }
}
