import ArgumentParser
import LedgerTesting

struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "Kill a node under load with SIGKILL, again and again.")
    @Argument(help: "How many times.") var kills = 500
    @Option(help: "What the random moments are drawn from.") var seed: UInt64 = 1

    @Option(help: "End after so long, though fewer kills were made.") var seconds = Int.max

    func run() async throws {
        let result = try await KillTrial(seed: seed).run(kills: kills, seconds: seconds) { result in
            if result.kills.isMultiple(of: 10) { Progress.show("\(result.kills) kills") }
        }
        for fault in result.faults { print(fault) }
        print(result)
        if !result.faults.isEmpty { throw ExitCode(1) }
    }
}
