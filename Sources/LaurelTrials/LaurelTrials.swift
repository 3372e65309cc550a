import ArgumentParser
import Glibc

@main
struct LaurelTrials: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laurel-trials", abstract: "Long runs that attack the promises of Laurel.",
        subcommands: [KillCommand.self, SimulateCommand.self, FloodCommand.self])
}

/// How far a long run has come, on standard error.
enum Progress {
    static func show(_ text: String) {
        let line = Array("  \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
