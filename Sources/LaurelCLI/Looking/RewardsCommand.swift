import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct RewardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewards", abstract: "List rewards: by whom, to whom, what for, when, and what became of them.",
        discussion: "laurel rewards --issuer desk --period 2026-05 --csv > may.csv")
    @OptionGroup var filter: RewardFilterOptions
    @OptionGroup var period: PeriodOptions
    @Flag(help: "Print comma-separated values.") var csv = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    struct View: Encodable {
        let rewards: [RewardView]
        let sum: RewardSum
    }

    func validate() throws {
        guard !csv || !output.json else { throw ValidationError("Give either --csv or --json, not both.") }
    }

    func run() async throws {
        var wanted = try filter.filter(keys.store)
        (wanted.from, wanted.before) = period.times
        let filter = wanted
        try await look.withSource { source in
            let rewards = try await source.allRewards(filter)
            var sum = RewardSum()
            for reward in rewards { try sum.add(reward) }
            if output.json { return try printJSON(View(rewards: rewards, sum: sum)) }
            let text = RewardText(token: try await source.status().token.token, people: People(keys.store))
            if csv { return text.printCSV(rewards) }
            guard !rewards.isEmpty else { return print("There are no such rewards.") }
            text.printTable(rewards)
            print("")
            print("\(sum.rewards) rewards, \(text.token.formatWithSymbol(sum.total))")
        }
    }
}

struct PendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending",
        abstract: "List what is pending: what an arbiter can still take back, soonest to mature first.",
        discussion: """
            laurel pending --within 1d
            laurel pending --issuer desk --category docs

            Take one back by its reference, recipient, or transaction and credit: see 'laurel revoke --help'.
            """)
    @OptionGroup var filter: RewardFilterOptions
    @Option(help: "Only what matures within this time: 12h, 2d.") var within: String?
    @Flag(help: "Print comma-separated values.") var csv = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !csv || !output.json else { throw ValidationError("Give either --csv or --json, not both.") }
        if let within, Milliseconds(within) == nil {
            throw ValidationError(
                "--within is '\(within)'; allowed is a whole number and d, h, m, s or ms, such as 12h.")
        }
    }

    func run() async throws {
        var wanted = try filter.filter(keys.store)
        wanted.isPending = true
        let filter = wanted
        try await look.withSource { source in
            let end = within.flatMap { Milliseconds($0) }.map { Timestamp.now.adding($0).milliseconds }
            let rewards = try await source.allRewards(filter).filter { ($0.maturesAtMs ?? 0) <= end ?? .max }
                .enumerated().sorted {
                    ($0.element.maturesAtMs ?? 0, $0.offset) < ($1.element.maturesAtMs ?? 0, $1.offset)
                }
                .map(\.element)
            var sum = RewardSum()
            for reward in rewards { try sum.add(reward) }
            if output.json { return try printJSON(RewardsCommand.View(rewards: rewards, sum: sum)) }
            let text = RewardText(token: try await source.status().token.token, people: People(keys.store))
            if csv { return text.printCSV(rewards) }
            guard !rewards.isEmpty else { return print("Nothing of this kind is pending.") }
            table(rewards, text)
            print("")
            print("\(sum.rewards) pending rewards, \(text.token.formatWithSymbol(sum.total))")
        }
    }

    private func table(_ rewards: [RewardView], _ text: RewardText) {
        var table = Table([
            ("MATURES", .left), (text.token.symbol, .right), ("TO", .left), ("BY", .left), ("FOR", .left),
            ("TRANSACTION:CREDIT", .left),
        ])
        for reward in rewards {
            table.add([
                RewardText.minute(reward.maturesAt ?? ""), text.token.format(units: reward.amount),
                text.people.short(reward.to), text.people.short(reward.issuer), "\(reward.reason) \(reward.reference)",
                "\(reward.transaction):\(reward.credit)",
            ])
        }
        table.print()
    }
}
