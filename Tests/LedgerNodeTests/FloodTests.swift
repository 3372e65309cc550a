import LedgerTesting
import Testing

/// The short version of `scripts/flood`.
@Suite struct FloodTests {
    @Test func `A flooded node keeps its memory bounded, lets honest senders through, and recovers`() async throws {
        var options = FloodTrial.Options()
        options.senders = 32
        options.requestsPerSender = 8
        options.idle = 500
        options.halfOpen = 50
        options.endless = 50
        options.deaf = 10
        options.seconds = 4
        options.cost.seconds = 4
        options.cost.junkConnections = 100
        options.cost.listeners = 200
        options.cost.replays = 50
        options.cost.readers = 16
        options.cost.largeBlocks = 8
        // All other tests run beside it on the same cores; how fast it is, the script shows.
        options.cost.p99Ms = 10_000
        let report = try await FloodTrial(options: options).run()
        #expect(report.faults.isEmpty, "\(report.lines)")
        for line in report.lines { print(line) }
    }
}
