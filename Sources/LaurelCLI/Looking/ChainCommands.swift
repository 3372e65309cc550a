import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient

struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List accounts, those that earned most first.")
    @Option(help: "earned, balance or index.") var order: Order = .earned
    @Option(help: "How many, 1 to 1000.") var limit = 25
    @Option(help: ArgumentHelp("Go on after a page, with the cursor from its end.", valueName: "cursor")) var after:
        String?
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    enum Order: String, ExpressibleByArgument, CaseIterable {
        case earned, balance, index

        var order: LedgerClient.AccountOrder {
            switch self {
            case .earned: .earned
            case .balance: .balance
            case .index: .index
            }
        }
    }

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is \(limit); allowed is 1 to 1000.") }
    }

    func run() async throws {
        try await look.withSource { source in
            let page = try await source.accounts(order.order, cursor: after, limit: limit)
            if output.json { return try printJSON(page) }
            let token = try await source.status().token.token
            var table = Table([
                ("#", .right), ("EARNED \(token.symbol)", .right), ("BALANCE \(token.symbol)", .right),
                ("PENDING", .right), ("ACCOUNT", .left),
            ])
            for account in page.accounts {
                table.add([
                    "\(account.index)", token.format(units: account.earned), token.format(units: account.balance),
                    account.pendingCount == 0 ? "" : "\(account.pendingCount)", account.account.shown,
                ])
            }
            table.print()
            if let next = page.next { Terminal.report("More: --after \(next)") }
        }
    }
}

struct SupplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "supply", abstract: "Show the ledger's sums.")
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await look.withSource { source in
            let view = try await source.supply()
            if output.json { return try printJSON(view) }
            let token = try await source.status().token.token
            let values = [
                ("minted", view.minted), ("revoked", view.revoked), ("burned", view.burned), ("supply", view.supply),
                ("balances", view.balances), ("pending", view.pending), ("cap", view.cap),
                ("mintable", view.mintable),
            ].map { ($0.0, token.format(units: $0.1)) }
            let width = values.map(\.1.count).max() ?? 0
            printPairs(
                values.map { ($0.0, String(repeating: " ", count: width - $0.1.count) + $0.1 + " " + token.symbol) }
                    + [("as of block", "\(view.height)")])
        }
    }
}

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show where the chain stands.")
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await look.withSource { source in
            let view = try await source.status()
            if output.json { return try printJSON(view) }
            var pairs = [
                ("community", view.community),
                ("token", "\(view.token.name) (\(view.token.symbol)), \(view.token.decimals) decimals"),
                ("chain", view.chain), ("height", "\(view.height)"), ("head", view.head), ("time", view.time),
                ("transactions", "\(view.transactions)"), ("accounts", "\(view.accounts)"),
                ("pending", "\(view.pendingRewards) rewards"),
            ]
            if let node = view.node {
                pairs.append(("node", node.state + (node.reason.map { ": \($0)" } ?? "")))
                pairs.append(("waiting", "\(node.waiting) transactions"))
            }
            printPairs(pairs)
        }
    }
}
