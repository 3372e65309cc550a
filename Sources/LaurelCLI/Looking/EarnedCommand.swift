import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct EarnedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earned", abstract: "Sum up who earned what in a period, by recipient, category or issuer.",
        discussion: """
            laurel earned --period 2026-05                         a leaderboard of May
            laurel earned --period 2026-05 --by category --by issuer --csv
            laurel earned --since 2026-05-01 --to alice --by category

            A reward counts in the period in which it was issued, whether it is pending or has matured since; what was
            taken back does not count.
            """)
    @Option(help: "recipient, category or issuer; may be repeated (default: recipient).") var by: [Column] = []
    @Option(help: "Only the first so many, those with most first.") var limit: Int?
    @OptionGroup var filter: RewardFilterOptions
    @OptionGroup var period: PeriodOptions
    @Flag(help: "Print comma-separated values.") var csv = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    enum Column: String, ExpressibleByArgument, CaseIterable, Encodable {
        case recipient, category, issuer
    }

    func validate() throws {
        guard !csv || !output.json else { throw ValidationError("Give either --csv or --json, not both.") }
        guard limit ?? 1 >= 1 else { throw ValidationError("--limit is \(limit ?? 0); allowed is 1 and more.") }
        guard Set(by).count == by.count else { throw ValidationError("Give each --by once.") }
    }

    /// What is summed together.
    private struct Group: Hashable {
        var recipient: AccountRef?
        var reason: String?
        var issuer: AccountRef?

        init(_ reward: RewardView, by columns: [Column]) {
            recipient = columns.contains(.recipient) ? reward.to : nil
            reason = columns.contains(.category) ? reward.reason : nil
            issuer = columns.contains(.issuer) ? reward.issuer : nil
        }
    }

    struct View: Encodable {
        struct Row: Encodable {
            let recipient: AccountRef?
            let reason: String?
            let issuer: AccountRef?
            let sum: RewardSum
        }
        /// ISO 8601; nil where there is no bound.
        let from: String?
        let before: String?
        let by: [Column]
        let sum: RewardSum
        let rows: [Row]
    }

    func run() async throws {
        var wanted = try filter.filter(keys.store)
        (wanted.from, wanted.before) = period.times
        let (filter, columns) = (wanted, by.isEmpty ? [.recipient] : by)
        try await look.withSource { source in
            var sums: [Group: RewardSum] = [:]
            var all = RewardSum()
            try await source.walkRewards(filter) { reward in
                try all.add(reward)
                try sums[Group(reward, by: columns), default: RewardSum()].add(reward)
                guard sums.count <= HistoryWalk.entryLimit else {
                    throw CommandFailure.impossible("there are over \(HistoryWalk.entryLimit) sums; narrow it down")
                }
                return true
            }
            let rows = Self.ordered(sums).prefix(limit ?? .max)
            let view = View(
                from: filter.from?.description, before: filter.before?.description, by: columns, sum: all,
                rows: Array(rows))
            if output.json { return try printJSON(view) }
            let token = try await source.status().token.token
            csv ? printCSV(view, token) : print(view, token)
        }
    }

    /// The largest first; of equal sums in an order that is the same each time.
    private static func ordered(_ sums: [Group: RewardSum]) -> [View.Row] {
        var keyed: [(total: Amount, key: String, row: View.Row)] = []
        for (group, sum) in sums where sum.rewards > 0 {
            let row = View.Row(recipient: group.recipient, reason: group.reason, issuer: group.issuer, sum: sum)
            keyed.append((sum.total, key(group), row))
        }
        keyed.sort { left, right in left.total == right.total ? left.key < right.key : left.total > right.total }
        return keyed.map(\.row)
    }

    private static func key(_ group: Group) -> String {
        [group.recipient?.id, group.reason, group.issuer?.id].map { $0 ?? "" }.joined(separator: " ")
    }

    private func print(_ view: View, _ token: Token) {
        let words = period.words
        guard !view.rows.isEmpty else {
            return Output.print("Nobody earned anything\(words.isEmpty ? "" : " " + words).")
        }
        let people = People(keys.store)
        var table = Table(
            [("#", .right), (token.symbol, .right), ("PENDING", .right), ("REWARDS", .right)]
                + view.by.map { ($0.rawValue.uppercased(), .left) })
        for (index, row) in view.rows.enumerated() {
            table.add(
                [
                    "\(index + 1)", token.format(row.sum.total),
                    row.sum.pending == .zero ? "" : token.format(row.sum.pending), "\(row.sum.rewards)",
                ]
                    + view.by.map { column in
                        switch column {
                        case .recipient: row.recipient.map { people.short($0) } ?? ""
                        case .category: row.reason ?? ""
                        case .issuer: row.issuer.map { people.short($0) } ?? ""
                        }
                    })
        }
        table.print()
        Output.print("")
        Output.print(
            "\(token.formatWithSymbol(view.sum.total)) in \(view.sum.rewards) rewards\(words.isEmpty ? "" : " " + words)"
        )
    }

    private func printCSV(_ view: View, _ token: Token) {
        let titles = view.by.flatMap { $0 == .category ? ["reason"] : [$0.rawValue, "\($0.rawValue)_handle"] }
        Output.printLine(SheetCells.line(titles + ["rewards", "total", "matured", "pending", "revoked"]))
        for row in view.rows {
            let group = view.by.flatMap { column -> [String?] in
                switch column {
                case .recipient: [row.recipient?.id ?? "", row.recipient?.handle]
                case .category: [row.reason]
                case .issuer: [row.issuer?.id ?? "", row.issuer?.handle]
                }
            }
            let sums = [row.sum.total, row.sum.matured, row.sum.pending, row.sum.revoked].map { token.format($0) }
            Output.printLine(SheetCells.line(group + ["\(row.sum.rewards)"] + sums))
        }
    }
}
