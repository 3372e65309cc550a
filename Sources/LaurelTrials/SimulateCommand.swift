import ArgumentParser
import LedgerTesting

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Play a whole community against the node and a model of it.")
    @Argument(help: "What everything is drawn from.") var seed: UInt64 = 1
    @Argument(help: "How many steps.") var steps = 1_000_000

    @Option(help: "Begin no further chain after so long.") var seconds = Int.max

    func run() async throws {
        do {
            let report = try await Simulation.run(seed: seed, steps: steps, seconds: seconds) { report in
                if report.episodes.isMultiple(of: 10) { Progress.show("\(report.steps) steps") }
            }
            for (rule, count) in report.rejected.sorted(by: { $0.key < $1.key }) { print("  \(rule): \(count)") }
            print("seed \(seed): \(report)")
        } catch let fault as SimulationFault {
            print(fault)
            throw ExitCode(1)
        }
    }
}
