import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show what happened to an account, newest first.",
        discussion:
            "With --hledger the whole history is printed as a journal, oldest first: laurel history alice --hledger | hledger -f - balance"
    )
    @Argument(help: "An id, the name of a local key, or a handle.") var account: String
    @Option(help: "How many entries, 1 to 1000.") var limit = 50
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
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is \(limit); allowed is 1 to 1000.") }
    }

    func run() async throws {
        let recipient = try Recipient(account, keys: keys.store)
        try await look.withSource { source in
            let token = try await source.status().token.token
            let first = all || hledger ? 1000 : limit
            var page = try await recipient.found(as: account) {
                try await source.history($0, before: before, limit: first)
            }
            var walk = HistoryWalk()
            try walk.take(page, limit: first)
            while all || hledger, let next = page.next {
                let more = try await source.history(recipient.account, before: next, limit: 1000)
                try walk.take(more, limit: 1000)
                page.entries += more.entries
                page.next = more.next
            }
            if output.json { return try printJSON(page) }
            let text = HistoryText(token: token)
            if csv { return text.printCSV(page.entries) }
            if hledger { return text.printJournal(page.entries.reversed()) }
            text.printTable(page.entries)
            if let next = page.next { Terminal.report("More: --before \(next), or --all.") }
        }
    }
}
