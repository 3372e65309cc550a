import ArgumentParser

@main
struct LaurelTrials: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laurel-trials", abstract: "Long runs that attack the promises of Laurel.",
        subcommands: [KillCommand.self, SimulateCommand.self])
}
