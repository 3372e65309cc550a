import ArgumentParser
import LedgerTesting

struct FloodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flood", abstract: "Offer a node far more than it can take, or watch its memory for long.")
    @Option(help: "How long to flood.") var seconds = 20
    @Option(help: "How many idle connections to hold beside.") var idle = 10_000
    @Option(help: "How long each kind of request that is meant to be dear lasts.") var costSeconds = 12
    @Option(help: "Instead, a steady load for so many minutes, watching the memory.") var soak: Int?
    @Option(help: "Transactions a second of the steady load.") var rate = 200

    func run() async throws {
        if let soak {
            let faults = try await SoakTrial(minutes: soak, rate: rate).run { print($0) }
            for fault in faults { print("FAULT: \(fault)") }
            if !faults.isEmpty { throw ExitCode(1) }
            return
        }
        var options = FloodTrial.Options()
        options.seconds = seconds
        options.idle = idle
        options.cost.seconds = costSeconds
        let report = try await FloodTrial(options: options) { print($0) }.run()
        for fault in report.faults { print("FAULT: \(fault)") }
        if !report.faults.isEmpty { throw ExitCode(1) }
    }
}
