import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// What a sending command prints in the end: what happened to whom, and when it is theirs.
struct Receipt {
    let file: TransactionFile
    let client: LedgerClient
    let people: People

    private var token: Token { file.token }

    func print(_ receipt: ReceiptView, json: Bool) async throws {
        if json { return try printJSON(receipt) }
        guard let height = receipt.height else {
            return printPairs([("accepted", receipt.id), ("status", "waits for its block")])
        }
        var pairs = [("committed", receipt.id), ("block", "\(height), \(receipt.time ?? "")")]
        // It is committed: whatever can't be told any more, because the node is gone, is left out.
        pairs += await effects(receipt)
        if let balance = receipt.balance {
            pairs.append(("\(name(file.transaction.sender)) has", token.formatWithSymbol(units: balance)))
        }
        printPairs(pairs)
    }

    private func name(_ account: AccountID) -> String { people.short(account, handles: file.handles) }

    private func effects(_ receipt: ReceiptView) async -> [(String, String)] {
        let sender = file.transaction.sender
        switch file.transaction.action.body {
        case let reward as Reward: return await effects(of: reward, receipt)
        case let transfer as Transfer:
            return [("moved", "\(token.formatWithSymbol(transfer.amount)) to \(name(transfer.to))")]
                + (await holds(transfer.to))
        case let burn as Burn: return [("burned", "\(token.formatWithSymbol(burn.amount)), for ever")]
        case let revoke as Revoke: return await effects(of: revoke)
        case let merge as Merge:
            return [("merged", "\(name(sender)) into \(name(merge.into)), for ever")] + (await holds(merge.into))
        case let rotate as Rotate: return [("signs now", keys(rotate.to))]
        case let reveal as Reveal: return [("signs now", keys(reveal.policy))]
        case let register as Register: return [("admitted", people.full(register.account, handles: file.handles))]
        case let bind as Bind:
            var pairs = [("bound", "\(bind.handle) to \(people.shown(bind.key))")]
            if let view = try? await client.account(.handle(bind.handle)), let time = view.authority.effectiveAt {
                pairs.append(("signs from", time))
            }
            return pairs
        case let attest as Attest: return [("attested", "\(attest.hash) as \(attest.topic)")]
        case is SetIssuer, is SetPolicy: return [("policy", "changed; see 'laurel policy show'")]
        default: return []
        }
    }

    private func keys(_ authenticator: Authenticator) -> String {
        let names = authenticator.keys.map { people.shown($0) }.joined(separator: ", ")
        return authenticator.keyCount == 1 ? names : "\(authenticator.threshold) of \(names)"
    }

    private func holds(_ account: AccountID) async -> [(String, String)] {
        guard let view = try? await client.account(account) else { return [] }
        let pending =
            view.pendingCount > 0
            ? ", and \(token.formatWithSymbol(units: view.pending)) that is pending" : ""
        return [("\(name(account)) has", token.formatWithSymbol(units: view.balance) + pending)]
    }

    /// How many recipients of a reward are told one by one.
    private static let recipientLimit = 10

    private func effects(of reward: Reward, _ receipt: ReceiptView) async -> [(String, String)] {
        var pairs: [(String, String)] = []
        let all = reward.credits.reduce(Amount.zero) { $0.adding($1.amount) ?? $0 }
        var order: [AccountID] = []
        var sums: [AccountID: (count: Int, amount: Amount)] = [:]
        for credit in reward.credits {
            if sums[credit.to] == nil { order.append(credit.to) }
            let before = sums[credit.to] ?? (0, .zero)
            sums[credit.to] = (before.count + 1, before.amount.adding(credit.amount) ?? before.amount)
        }
        if reward.credits.count == 1, let credit = reward.credits.first {
            pairs.append(
                (
                    "paid",
                    "\(token.formatWithSymbol(credit.amount)) to \(name(credit.to)) for \(credit.reason) \(credit.reference)"
                ))
        } else {
            pairs.append(
                ("paid", "\(token.formatWithSymbol(all)) as \(reward.credits.count) rewards to \(order.count) accounts")
            )
            for account in order.prefix(Self.recipientLimit) {
                let (count, amount) = sums[account] ?? (0, .zero)
                pairs.append(
                    ("", "\(token.formatWithSymbol(amount)) to \(name(account))" + (count > 1 ? " as \(count)" : "")))
            }
            if order.count > Self.recipientLimit {
                pairs.append(("", "… and \(order.count - Self.recipientLimit) more"))
            }
        }
        if let maturity = await maturity(receipt) { pairs.append(maturity) }
        if order.count == 1 { pairs += await holds(order[0]) }
        return pairs
    }

    /// When the rewards of a transaction are their recipients'.
    private func maturity(_ receipt: ReceiptView) async -> (String, String)? {
        guard let number = receipt.number,
            let first = try? await client.rewards(RewardFilter(), cursor: "\(number)-0", limit: 1).rewards.first,
            first.transactionNumber == number
        else { return nil }
        if let time = first.maturesAt { return ("matures", "\(time); until then an arbiter may take it back") }
        return first.status == "matured" ? ("matured", "at once: it can be spent") : nil
    }

    private func effects(of revoke: Revoke) async -> [(String, String)] {
        switch revoke.target {
        case .binding(let account): return [("taken back", "the binding of \(name(account))")]
        case .credits(let transaction, let indices):
            guard let view = try? await client.transaction(transaction),
                let bytes = view.bytes.flatMap({ Hex.decode($0) }),
                let signed = try? SignedTransaction(decoding: bytes).transaction,
                signed.id(on: file.chain) == transaction, let reward = signed.action.body as? Reward
            else { return [("taken back", "\(indices.count) rewards of \(transaction)")] }
            let credits = indices.filter { Int($0) < reward.credits.count }.map { reward.credits[Int($0)] }
            return credits.prefix(Self.recipientLimit).enumerated().map { index, credit in
                (
                    index == 0 ? "taken back" : "",
                    "\(token.formatWithSymbol(credit.amount)) of \(name(credit.to)) for \(credit.reason) \(credit.reference)"
                )
            } + (credits.count > Self.recipientLimit ? [("", "… and \(credits.count - Self.recipientLimit) more")] : [])
        }
    }
}
