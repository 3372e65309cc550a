import ArgumentParser
import LedgerCrypto
import LedgerKeys

/// The command line of Laurel.
@main
struct Laurel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laurel",
        abstract: "A contributor reward ledger that nobody can rewrite and anybody can recompute.",
        discussion: """
            Exit codes: 0 done, 1 refused or does not hold, 2 could not be done or checked, 64 wrong usage.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Set up:", subcommands: [KeyCommand.self, GenesisCommand.self, NodeCommand.self]),
            CommandGroup(
                name: "Reward and spend:",
                subcommands: [
                    RewardCommand.self, PayoutCommand.self, TransferCommand.self, BurnCommand.self, RevokeCommand.self,
                ]),
            CommandGroup(name: "Say in public:", subcommands: [AttestCommand.self]),
            CommandGroup(
                name: "Accounts and rules:",
                subcommands: [
                    AccountCommand.self, RegisterCommand.self, BindCommand.self, RevealCommand.self,
                    RotateCommand.self, MergeCommand.self, PolicyCommand.self, SetIssuerCommand.self,
                    SetPolicyCommand.self,
                ]),
            CommandGroup(name: "Transaction files:", subcommands: [TransactionCommand.self]),
            CommandGroup(
                name: "Ask:",
                subcommands: [
                    PaidCommand.self, PendingCommand.self, EarnedCommand.self, RewardsCommand.self, IssuersCommand.self,
                ]),
            CommandGroup(
                name: "Look:",
                subcommands: [
                    BalanceCommand.self, HistoryCommand.self, AccountsCommand.self, SupplyCommand.self,
                    BlockCommand.self, StatusCommand.self, WatchCommand.self, ChainCommand.self,
                ]),
            CommandGroup(
                name: "Check and move:", subcommands: [AuditCommand.self, ExportCommand.self, ImportCommand.self]),
        ])

    static func main() async {
        do {
            // Before anything else, so that no command that opens a key can forget it.
            try CoreDumps.forbid()
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let wantsJSON = CommandLine.arguments.contains("--json") && !JSONOutput.hasPrinted
            guard let failure = CommandFailure(error) else {
                // Help and completions are this program's own; a wrong command line may hold what somebody was talked into.
                let code = exitCode(for: error)
                if wantsJSON, !code.isSuccess, !(error is ExitCode) {
                    try? printJSON(CommandFailure.View(code.rawValue, message(for: error)))
                }
                let text = fullMessage(for: error)
                guard !code.isSuccess, !text.isEmpty else { exit(withError: error) }
                Terminal.report(text)
                exit(withError: code)
            }
            if wantsJSON { try? printJSON(CommandFailure.View(failure.status, failure.message, failure.problem)) }
            Terminal.report(failure.message)
            exit(withError: ExitCode(failure.status))
        }
        guard let fault = OutputCheck.fault() else { return }
        Terminal.report("the output could not be written: \(fault)")
        exit(withError: ExitCode(2))
    }
}
