import Ledger
import LedgerAPI
import LedgerClient

/// What a payout would do, and what would hold it up.
struct PayoutPlan: Encodable {
    struct Line: Encodable {
        let to: String
        let account: String
        let rewards: Int
        let amount: String
        let isNew: Bool
    }

    /// Its name; nil for a reward that was named on the command line.
    let payout: String?
    let file: String?
    let issuer: String
    /// To be paid, by recipient, in the order of the file.
    let recipients: [Line]
    let rewards: Int
    let transactions: Int
    let sum: String
    /// Lines that are paid as they stand, and those whose reference is paid otherwise.
    let paidLines: Int
    let foreignLines: Int
    /// Nil where the sender is no issuer.
    let budgetLeft: String?
    let budgetAfter: String?
    let budgetRenewsAt: String?
    /// How many rewards the budget suffices for now.
    let rewardsNow: Int
    let maturesAt: String
    let wouldSucceed: Bool
    let checks: [PayoutCheck.Finding]
    private let token: Token
    private static let shownRecipients = 1000

    private enum CodingKeys: CodingKey {
        case payout, file, issuer, recipients, rewards, transactions, sum, paidLines, foreignLines, budgetLeft,
            budgetAfter,
            budgetRenewsAt, rewardsNow, maturesAt, wouldSucceed, checks
    }

    init(_ check: PayoutCheck, name: String?, file: String?) {
        let facts = check.facts
        var order: [Recipient] = []
        var sums: [Recipient: (count: Int, amount: Amount)] = [:]
        for line in check.openLines {
            if sums[line.to] == nil { order.append(line.to) }
            let before = sums[line.to] ?? (0, .zero)
            sums[line.to] = (before.count + 1, before.amount.adding(line.credit.amount) ?? before.amount)
        }
        recipients = order.map { recipient in
            let (count, amount) = sums[recipient] ?? (0, .zero)
            return Line(
                to: recipient.shown, account: recipient.account.description, rewards: count, amount: amount.description,
                isNew: facts.accounts[recipient.account]?.known == false)
        }
        payout = name
        self.file = file
        issuer = facts.sender.description
        rewards = check.openLines.count
        transactions = check.batches(within: Amount(.max)).count
        let total = check.sum ?? Amount(.max)
        sum = total.description
        paidLines = check.paid.reduce(0) { $0 + $1.lines.count }
        foreignLines = check.foreign.reduce(0) { $0 + $1.lines.count }
        let isIssuer = facts.terms != nil
        budgetLeft = isIssuer ? facts.budgetLeft.description : nil
        budgetAfter = isIssuer ? facts.budgetLeft.subtracting(total)?.description : nil
        budgetRenewsAt = isIssuer ? facts.renewsAt.description : nil
        rewardsNow = check.batches(within: facts.budgetLeft).joined().reduce(0) { $0 + $1.lines.count }
        maturesAt = facts.maturesAt.description
        wouldSucceed = check.holds
        checks = check.findings
        token = facts.genesis.token
    }

    func print(json: Bool) throws {
        if json { return try printJSON(self) }
        var table = Table([("TO", .left), ("REWARDS", .right), (token.symbol, .right), ("", .left)])
        for line in recipients.prefix(Self.shownRecipients) {
            table.add([line.to, "\(line.rewards)", token.format(units: line.amount), line.isNew ? "new" : ""])
        }
        if !table.isEmpty { table.print() }
        if recipients.count > Self.shownRecipients {
            Output.print("and \(recipients.count - Self.shownRecipients) more; --json shows all")
        }
        if !table.isEmpty { Output.print("") }
        var pairs: [(String, String)] = []
        if let payout, let file { pairs.append(("payout", "\(payout), of \(file)")) }
        pairs.append(
            (
                "would pay",
                "\(token.formatWithSymbol(units: sum)) as \(rewards) rewards in \(transactions) transaction(s)"
            ))
        if paidLines > 0 { pairs.append(("paid already", "\(paidLines) line(s), as they stand in the file")) }
        if foreignLines > 0 { pairs.append(("paid otherwise", "\(foreignLines) line(s)")) }
        pairs.append(("issuer", issuer))
        let until = budgetRenewsAt.map { " until \($0)" } ?? ""
        pairs.append(
            (
                "budget left",
                budgetLeft.map { token.formatWithSymbol(units: $0) + until }
                    ?? "none: the policy does not list it as an issuer"
            ))
        if let budgetAfter {
            pairs.append(("afterwards", token.formatWithSymbol(units: budgetAfter) + until))
        } else if budgetLeft != nil {
            pairs.append(("now", "\(rewardsNow) of \(rewards) rewards, the rest after the budget is renewed"))
        }
        pairs.append(("matures", "at \(maturesAt) at the earliest"))
        printPairs(pairs)
        Output.print("")
        var rules = Table([("", .left), ("RULE", .left), ("CODE", .right), ("", .left)])
        for finding in checks {
            for (index, detail) in finding.detail.split(separator: "\n").enumerated() {
                rules.add(
                    index > 0
                        ? ["", "", "", String(detail)]
                        : [
                            finding.holds ? "ok" : "NO", finding.rule, finding.code.map(String.init) ?? "",
                            String(detail),
                        ])
            }
        }
        rules.print()
        Output.print("")
        let faults = checks.count { !$0.holds }
        if faults > 0 {
            Output.print(Terminal.red("It would be refused: \(faults) rule\(faults == 1 ? " does" : "s do") not hold."))
        }
        Output.print("Nothing was sent.")
    }
}
