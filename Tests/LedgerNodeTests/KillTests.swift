import LedgerTesting
import Testing

/// The short version of `scripts/kill`.
@Suite struct KillTests {
    @Test func `A node that is killed at random moments keeps everything that it promised`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let result = try await KillTrial(seed: seed).run(kills: 10)
        #expect(result.faults.isEmpty, "seed \(seed): \(result.faults)")
        #expect(result.kills == 10 && result.told > 0, "seed \(seed)")
        print(result)
    }
}
