import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct BalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show what an account has, and what is pending for it.")
    @Argument(help: "An id, the name of a local key, or a handle.") var account: String
    @Flag(help: "All rewards that are pending, not only the newest 100.") var all = false
    @OptionGroup var keys: KeyOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let recipient = try Recipient(account, keys: keys.store)
        try await look.withSource { source in
            var view = try await recipient.found(as: account) { try await source.account($0) }
            if all { try await complete(&view, source) }
            if output.json { return try printJSON(view) }
            let token = try await source.status().token.token
            printPairs(pairs(view, recipient, token))
            if !view.rewards.isEmpty { rewards(view.rewards, token) }
            if view.next != nil {
                Terminal.report(
                    "These are the newest \(view.rewards.count) of \(view.pendingCount) pending rewards; see the others with "
                        + "--all")
            }
        }
    }

    /// Puts the older rewards before the newest ones, page by page.
    private func complete(_ view: inout AccountView, _ source: any LookSource) async throws {
        guard let next = view.next else { return }
        let id = try AccountID(text: view.account.id)
        var walk = try PendingWalk(from: next)
        while let next = view.next {
            let page = try await source.pending(id, before: next, limit: 1000)
            try walk.take(page, limit: 1000)
            view.next = page.next
        }
        view.rewards = walk.rewards.reversed() + view.rewards
    }

    private func pairs(_ view: AccountView, _ recipient: Recipient, _ token: Token) -> [(String, String)] {
        var pairs = [("account", view.account.id), ("kind", view.kind)]
        if let handle = recipient.handle?.text ?? view.account.handle { pairs.append(("handle", handle)) }
        pairs += [
            ("balance", token.formatWithSymbol(units: view.balance)),
            (
                "pending",
                token.formatWithSymbol(units: view.pending) + (view.pendingCount > 0 ? " in \(view.pendingCount)" : "")
            ),
            ("earned", token.formatWithSymbol(units: view.earned)),
            ("signs", signs(view)), ("next sequence", "\(view.sequence)"),
            ("allowance", "\(view.allowance.used) of \(view.allowance.limit) used, renews \(view.allowance.renewsAt)"),
        ]
        let people = People(keys.store)
        if view.authority.keys.count > 1 {
            let names = view.authority.keys.map { key in PublicKey(hex: key).map { people.shown($0) } ?? key }
            pairs.append(("keys", names.joined(separator: ", ")))
        }
        if !view.roles.isEmpty { pairs.append(("roles", view.roles.joined(separator: ", "))) }
        if let into = view.mergedInto { pairs.append(("merged into", into.full)) }
        return pairs + [("as of block", "\(view.height)")]
    }

    private func signs(_ view: AccountView) -> String {
        let authority = view.authority
        switch authority.kind {
        case "none" where view.kind == "threshold":
            let words = (try? AccountID(text: view.account.id)).flatMap { MemberBook.known[$0] }?.words(
                People(keys.store))
            return "nobody yet: it must show its keys first, with 'laurel reveal "
                + "\((words ?? ["k-of-n", "KEYS…"]).joined(separator: " "))', signed by "
                + "\(words.flatMap { $0[0].split(separator: "-").first.map(String.init) } ?? "k") of them"
        case "none": return "nobody yet"
        case "own": return "its own key"
        case "bound": return "key \(authority.keys.first ?? "") from \(authority.effectiveAt ?? "") on"
        default: return "\(authority.threshold) of \(authority.keys.count) keys"
        }
    }

    private func rewards(_ rewards: [PendingRewardView], _ token: Token) {
        print("")
        var table = Table([("MATURES", .left), (token.symbol, .right), ("FOR", .left), ("ISSUER", .left)])
        for reward in rewards {
            table.add([
                reward.maturesAt, token.format(units: reward.amount), "\(reward.reason) \(reward.reference)",
                reward.issuer.shown,
            ])
        }
        table.print()
    }
}
