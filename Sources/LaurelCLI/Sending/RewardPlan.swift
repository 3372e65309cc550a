import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// What a dry run shows: who would get how much, and what the issuer's budget has left.
struct RewardPlan: Encodable {
    struct Line: Encodable {
        let to: String
        let account: String
        let rewards: Int
        let amount: String
        let isNew: Bool
    }

    let recipients: [Line]
    let rewards: Int
    let transactions: Int
    let sum: String
    let issuer: String
    /// Nil where the sender is no issuer.
    let budgetLeft: String?
    let budgetRenewsAt: String?
    private let token: Token

    private enum CodingKeys: CodingKey {
        case recipients, rewards, transactions, sum, issuer, budgetLeft, budgetRenewsAt
    }

    init(_ lines: [RewardLine], batches: Int, _ context: CommandContext) async throws {
        var order: [Recipient] = []
        var sums: [Recipient: (count: Int, amount: Amount)] = [:]
        var sum = Amount.zero
        for line in lines {
            if sums[line.to] == nil { order.append(line.to) }
            let before = sums[line.to] ?? (0, .zero)
            guard let after = before.amount.adding(line.credit.amount), let all = sum.adding(line.credit.amount) else {
                throw CommandFailure.refused("the amounts sum to more than 2^128-1 minor units")
            }
            sums[line.to] = (before.count + 1, after)
            sum = all
        }
        var shown: [Line] = []
        for recipient in order {
            let (count, amount) = sums[recipient] ?? (0, .zero)
            shown.append(
                Line(
                    to: recipient.shown, account: recipient.account.description, rewards: count,
                    amount: amount.description, isNew: try await !context.client.knows(recipient.account)))
        }
        let policy = try await context.client.policy()
        let sender = try context.sender().description
        let terms = policy.issuers.first { $0.account.id == sender }
        recipients = shown
        rewards = lines.count
        transactions = batches
        self.sum = sum.description
        issuer = sender
        budgetLeft = terms?.left
        budgetRenewsAt = terms == nil ? nil : policy.epoch.endsAt
        token = context.token
    }

    func print(json: Bool) throws {
        if json { return try printJSON(self) }
        var table = Table([("TO", .left), ("REWARDS", .right), (token.symbol, .right), ("", .left)])
        for line in recipients {
            table.add([line.to, "\(line.rewards)", token.format(units: line.amount), line.isNew ? "new" : ""])
        }
        table.print()
        Output.print("")
        let left = budgetLeft.map { token.formatWithSymbol(units: $0) + " until \(budgetRenewsAt ?? "")" }
        printPairs([
            (
                "would pay",
                "\(token.formatWithSymbol(units: sum)) as \(rewards) rewards in \(transactions) transaction(s)"
            ),
            ("issuer", issuer), ("budget left", left ?? "none: the policy does not list it as an issuer"),
        ])
        if let budgetLeft, let left = UInt128(budgetLeft), let sum = UInt128(sum), sum > left {
            Output.print(Terminal.red("over the budget by \(token.formatWithSymbol(Amount(sum - left)))"))
        }
        Output.print("Nothing was sent.")
    }
}
