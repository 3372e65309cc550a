import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct IssuersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issuers",
        abstract: "Show what issuers may pay for, what they have paid, and what they have left.",
        discussion: """
            laurel issuers          all, with what is left of their budgets
            laurel issuers desk     one, with the sums of what it paid in this epoch

            What it paid, line by line: laurel rewards --issuer desk --period 2026-05
            """)
    @Argument(help: "An issuer: an id, the name of a local key, or a handle.") var account: String?
    @OptionGroup var period: PeriodOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    struct One: Encodable {
        /// Nil where the policy in force does not list it.
        let terms: IssuerView?
        let epoch: EpochView
        let from: String?
        let before: String?
        let paid: RewardSum
    }

    func validate() throws {
        guard account != nil || period.words.isEmpty else { throw ValidationError("For a period, name the issuer.") }
    }

    func run() async throws {
        let issuer = try account.map { try Recipient($0, keys: keys.store) }
        try await look.withSource { source in
            let policy = try await source.policy()
            if let issuer { return try await show(issuer, policy, source) }
            if output.json { return try printJSON(policy.issuers) }
            let token = try await source.status().token.token
            let people = People(keys.store)
            guard !policy.issuers.isEmpty else { return print("The policy lists no issuers.") }
            var table = Table([
                ("ISSUER", .left), ("SPENT \(token.symbol)", .right), ("LEFT", .right), ("CAP", .right), ("FOR", .left),
            ])
            for issuer in policy.issuers {
                table.add([
                    people.short(issuer.account), token.format(units: issuer.spent), token.format(units: issuer.left),
                    token.format(units: issuer.capPerReference), issuer.scope.joined(separator: ", "),
                ])
            }
            table.print()
            print("")
            print("Budgets renew at \(policy.epoch.endsAt).")
        }
    }

    private func show(_ issuer: Recipient, _ policy: PolicyView, _ source: any LookSource) async throws {
        let terms = policy.issuers.first { $0.account.id == issuer.account.description }
        let epoch = policy.epoch
        var filter = RewardFilter()
        filter.issuer = issuer.account
        (filter.from, filter.before) = period.times
        if period.words.isEmpty {
            filter.from = Timestamp(milliseconds: epoch.endsAtMs - min(epoch.lengthMs, epoch.endsAtMs))
        }
        var paid = RewardSum()
        try await source.walkRewards(filter) { reward in
            try paid.add(reward)
            return true
        }
        guard terms != nil || paid.rewards > 0 || paid.revoked > .zero else {
            throw CommandFailure.refused(
                "\(account ?? "") is not an issuer by the policy in force, and paid nothing \(period.words.isEmpty ? "in this epoch" : period.words)"
            )
        }
        if output.json {
            return try printJSON(
                One(
                    terms: terms, epoch: epoch, from: filter.from?.description, before: filter.before?.description,
                    paid: paid))
        }
        let token = try await source.status().token.token
        var pairs = [("issuer", People(keys.store).full(issuer.account, handles: [issuer.handle].compactMap { $0 }))]
        if let terms {
            pairs += [
                ("may pay for", terms.scope.joined(separator: ", ")),
                ("cap per reference", token.formatWithSymbol(units: terms.capPerReference)),
                ("budget", "\(token.formatWithSymbol(units: terms.budgetPerEpoch)) every \(epoch.length)"),
                ("spent", token.formatWithSymbol(units: terms.spent)),
                ("left", "\(token.formatWithSymbol(units: terms.left)) until \(epoch.endsAt)"),
            ]
        } else {
            pairs.append(("may pay for", "nothing any more: the policy in force does not list it"))
        }
        pairs += [
            (
                "paid",
                "\(token.formatWithSymbol(paid.total)) in \(paid.rewards) rewards "
                    + (period.words.isEmpty ? "in this epoch" : period.words)
            ),
            ("of that pending", token.formatWithSymbol(paid.pending)),
        ]
        if paid.revoked > .zero { pairs.append(("taken back", token.formatWithSymbol(paid.revoked))) }
        printPairs(pairs)
    }
}
