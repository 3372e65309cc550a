import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerGenesis
import LedgerKeys

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show what happened to an account, newest first.",
        discussion:
            "With --hledger the whole history is printed as a journal, oldest first: laurel history alice --hledger | hledger -f - balance"
    )
    @Argument(help: "An id, the name of a local key, or a handle.") var account: String
    @Option(help: "How many entries, 1 to 1000 (default: 50; with --csv all).") var limit: Int?
    @Option(help: ArgumentHelp("Go on after a page, with the cursor from its end.", valueName: "cursor")) var before:
        String?
    @Flag(help: "Print the whole history, not a page.") var all = false
    @Flag(help: "Print comma-separated values.") var csv = false
    @Flag(help: "Print an hledger journal.") var hledger = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [csv, hledger, output.json].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give at most one of --csv, --hledger and --json.")
        }
        guard limit.map({ (1...1000).contains($0) }) ?? true else {
            throw ValidationError("--limit is \(limit ?? 0); allowed is 1 to 1000.")
        }
    }

    func run() async throws {
        let recipient = try Recipient(account, keys: keys.store)
        try await look.withSource { source in
            let token = try await source.status().token.token
            // Whoever makes a file of it wants all of it, unless a page was asked for.
            let all = all || hledger || (csv && limit == nil)
            let first = all ? 1000 : limit ?? 50
            var page = try await recipient.found(as: account) {
                try await source.history($0, before: before, limit: first)
            }
            var walk = HistoryWalk()
            try walk.take(page, limit: first)
            while all, let next = page.next {
                let more = try await source.history(recipient.account, before: next, limit: 1000)
                try walk.take(more, limit: 1000)
                page.entries += more.entries
                page.next = more.next
            }
            if output.json { return try printJSON(page) }
            let text = HistoryText(token: token)
            if hledger { return text.printJournal(page.entries.reversed()) }
            csv ? text.printCSV(page.entries) : text.printTable(page.entries)
            if let next = page.next { Terminal.report("More: --before \(next), or --all.") }
        }
    }
}
