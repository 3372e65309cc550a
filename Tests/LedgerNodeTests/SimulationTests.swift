import LedgerTesting
import Testing

/// The short version of `scripts/simulate`.
@Suite struct SimulationTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `A community with thieves, mistakes and disasters never parts from the model`(_ seed: UInt64) async throws {
        let report = try await Simulation.run(seed: seed, steps: 4000)
        #expect(report.restarts > 0 && report.diskFaults > 0 && report.accepted > 800)
        #expect(report.rejected.count > 22, "\(report.rejected.keys.sorted())")
        print("seed \(seed): \(report)")
    }
}
