import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take back rewards, or a binding, still within their window.",
        discussion: """
            laurel revoke --ticket 4711 --reason "paid twice" --key arbiter
            laurel revoke --to github:al --reason "not theirs" --key arbiter
            laurel revoke TRANSACTION --to github:al --reason "wrong person" --key arbiter
            laurel revoke TRANSACTION:1 --reason "wrong amount" --key arbiter
            laurel revoke --binding github:al --reason "not the owner" --key arbiter

            It shows first what is taken back, from whom, and how much. 'laurel pending' lists what there is. Of a reward with
            more than one line, say which: --to, --ticket, --proposal, --category, --line, or --all.
            """)
    @Argument(
        help:
            "The id of the transaction that rewarded, perhaps with a colon and a credit's index; or with --binding the bound handle."
    )
    var what: String?
    @Option(help: "What was paid to this account.") var to: String?
    @Option(help: "What was paid for this ticket.") var ticket: String?
    @Option(help: "What was paid for this proposal.") var proposal: String?
    @Option(help: "What was paid for this category, with --reference.") var category: String?
    @Option(help: "What of that category.") var reference: String?
    @Option(help: ArgumentHelp("A line of the transaction, counted from 1; may be repeated.", valueName: "number"))
    var line: [UInt16] = []
    @Option(help: ArgumentHelp("The same by index, counted from 0.", valueName: "index")) var credit: [UInt16] = []
    @Flag(help: "All lines of the transaction that are pending.") var all = false
    @Flag(help: "Take back the binding of a handle.") var binding = false
    @Option(help: "Why, for everybody to read.") var reason: String
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func validate() throws {
        let purposes = [ticket, proposal, category].count(where: { $0 != nil })
        guard purposes <= 1, (category == nil) == (reference == nil) else {
            throw ValidationError(
                "Give at most one of --ticket N, --proposal N, and --category NAME with --reference TEXT.")
        }
        let chosen = purposes > 0 || to != nil
        let lines = !line.isEmpty || !credit.isEmpty
        guard !binding || (what != nil && !chosen && !lines && !all) else {
            throw ValidationError("With --binding, name the handle alone.")
        }
        guard what != nil || (chosen && !lines && !all) else {
            throw ValidationError(
                "Name a transaction, or what is taken back: --ticket, --proposal, --category or --to.")
        }
        guard !line.contains(0) else { throw ValidationError("--line counts from 1; --credit counts from 0.") }
        guard [chosen, lines, all].count(where: { $0 }) <= 1 else {
            throw ValidationError("Say which lines by one of: recipient and purpose, --line or --credit, --all.")
        }
    }

    func run() async throws {
        let note = try Note(toBeSigned: self.reason, "--reason")
        let evidence = try evidence.hash()
        try await send.withContext { context in
            if binding {
                let account = try context.recipient(what ?? "")
                let name = People(context.options.keys.store).full(
                    account.account, handles: [account.handle].compactMap { $0 })
                try confirm.ask(["This takes back the binding of \(name) to its key."], context.options.out)
                return try await context.send(
                    [Revoke(.binding(account.account), reason: note, evidence: evidence)])
            }
            let chosen = try await chosen(context)
            try confirm.ask(preview(chosen, context), context.options.out)
            let actions = chosen.map { reward in
                Revoke(
                    .credits(transaction: reward.id, indices: reward.lines.map(\.index)), reason: note,
                    evidence: evidence)
            }
            try await context.send(actions)
        }
    }

    /// What is taken back of one transaction.
    private struct Chosen {
        let id: Digest
        let issuer: AccountID
        var lines: [(index: UInt16, credit: Credit?)]
    }

    private func chosen(_ context: CommandContext) async throws -> [Chosen] {
        guard let what else { return try await chosenByPurpose(context) }
        let parts = what.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let id = Digest(hex: parts[0]) else {
            throw CommandFailure.refused("'\(parts[0])' is no transaction id; one has 64 hex digits")
        }
        var indices = Set(credit + line.map { $0 - 1 })
        if parts.count == 2 {
            guard let index = UInt16(parts[1]), indices.isEmpty, !all, to == nil, purpose == nil else {
                throw CommandFailure.usage(
                    "behind the id and a colon stands one credit's index and nothing else chooses")
            }
            indices = [index]
        }
        let reward = try await SignedReward(id, context)
        // An index that was named is sent as it is, and the node says what is wrong with it.
        if !indices.isEmpty {
            let lines = indices.sorted().map { index in
                (index, Int(index) < reward.credits.count ? reward.credits[Int(index)] : nil)
            }
            return [Chosen(id: id, issuer: reward.issuer, lines: lines)]
        }
        let pending = try await reward.pending(context)
        let recipient = try to.map { try context.recipient($0).account }
        let purpose = try purpose?.get()
        var lines: [(index: UInt16, credit: Credit?)] = []
        for index in pending where reward.credits[Int(index)].fits(recipient, purpose?.reason, purpose?.reference) {
            lines.append((index, reward.credits[Int(index)]))
        }
        guard !pending.isEmpty || reward.credits.count == 1 else {
            throw CommandFailure.refused("nothing of transaction \(id) is pending; what has matured stays paid")
        }
        // Of a reward with one credit there is nothing to choose; the node says if it can't be taken back.
        if pending.isEmpty { lines = [(0, reward.credits[0])] }
        guard !lines.isEmpty else {
            throw CommandFailure.refused(
                "no pending line of transaction \(id) is like that; there are\n" + list(pending, reward, context))
        }
        let isChosen = recipient != nil || purpose != nil || all
        guard isChosen || lines.count == 1 else {
            throw CommandFailure.refused(
                "transaction \(id) has \(lines.count) lines that are pending; say which, by --to, --ticket, --proposal, --category or "
                    + "--line, or --all. There are\n" + list(pending, reward, context))
        }
        return [Chosen(id: id, issuer: reward.issuer, lines: lines)]
    }

    private func list(_ pending: [UInt16], _ reward: SignedReward, _ context: CommandContext) -> String {
        let people = People(context.options.keys.store)
        let lines = pending.prefix(20).map { index in
            "  line \(index + 1): " + Self.words(reward.credits[Int(index)], context, people)
        }
        return (lines + (pending.count > 20 ? ["  … and \(pending.count - 20) more"] : [])).joined(separator: "\n")
    }

    private static func words(_ credit: Credit, _ context: CommandContext, _ people: People) -> String {
        "\(context.token.formatWithSymbol(credit.amount)) of \(people.full(credit.to)) for \(credit.reason) \(credit.reference)"
    }

    /// What the options say that it was paid for; nil where they say nothing.
    private var purpose: Result<(reason: Reason, reference: Reference), any Error>? {
        guard let text = ticket ?? proposal ?? reference else { return nil }
        return Result {
            guard
                let reason = try Reason(tickets: ticket != nil, proposals: proposal != nil, category: category)
            else { throw CommandFailure.usage("--category is missing") }
            return (reason, try Reference(option: text))
        }
    }

    /// What is pending under a reference or for a recipient, over all transactions.
    private func chosenByPurpose(_ context: CommandContext) async throws -> [Chosen] {
        let (purpose, recipient) = (try purpose?.get(), try to.map { try context.recipient($0).account })
        var filter = RewardFilter()
        (filter.reason, filter.reference) = (purpose?.reason, purpose?.reference)
        (filter.recipient, filter.isPending) = (recipient, true)
        let source = NodeSource(contact: ChainContact(client: context.client), genesis: context.genesis)
        var found: [RewardView] = []
        if let purpose {
            do {
                let view = try await source.paid(purpose.reference, purpose.reason)
                try view.check(purpose.reference, purpose.reason)
                found = view.rewards.filter { filter.covers($0) }
            } catch ClientError.problem(let problem) where problem.rule == "unknownReference" {
                throw CommandFailure.refused(problem.detail)
            }
        } else {
            found = try await source.allRewards(filter)
        }
        let words = [purpose.map { "for \($0.reason) \($0.reference)" }, to.map { "to \($0)" }].compactMap { $0 }
        guard !found.isEmpty else {
            throw CommandFailure.refused("nothing that was paid \(words.joined(separator: " ")) is pending")
        }
        var chosen: [Chosen] = []
        for group in Dictionary(grouping: found, by: \.transaction).values.sorted(by: {
            $0[0].transactionNumber < $1[0].transactionNumber
        }) {
            guard let id = Digest(hex: group[0].transaction) else {
                throw CommandFailure.impossible(
                    "the node names a transaction '\(group[0].transaction)' that is no hash")
            }
            // What the node says of a reward is not signed by anybody; the transaction is.
            let reward = try await SignedReward(id, context)
            let lines = try group.map { view -> (index: UInt16, credit: Credit?) in
                guard let index = UInt16(exactly: view.credit), Int(index) < reward.credits.count,
                    reward.credits[Int(index)].fits(recipient, purpose?.reason, purpose?.reference)
                else { throw CommandFailure.impossible("the node's answer can't be right: \(id) pays something else") }
                return (index, reward.credits[Int(index)])
            }
            chosen.append(
                Chosen(id: id, issuer: reward.issuer, lines: lines.sorted { $0.index < $1.index }))
        }
        return chosen
    }

    private func preview(_ chosen: [Chosen], _ context: CommandContext) -> [String] {
        let people = People(context.options.keys.store)
        let credits = chosen.flatMap(\.lines).compactMap(\.credit)
        let sum = credits.reduce(Amount.zero) { $0.adding($1.amount) ?? $0 }
        let count = chosen.reduce(0) { $0 + $1.lines.count }
        var lines = [
            "This takes back \(context.token.formatWithSymbol(sum)) in \(count) reward\(count == 1 ? "" : "s"):"
        ]
        for reward in chosen {
            for (index, credit) in reward.lines.prefix(50) {
                let what = credit.map { Self.words($0, context, people) } ?? "no such line"
                lines.append(
                    "  \(what), paid by \(people.full(reward.issuer)) in \(reward.id.hex.prefix(12))…:\(index)")
            }
            if reward.lines.count > 50 { lines.append("  … and \(reward.lines.count - 50) more") }
        }
        return lines
    }
}

extension Credit {
    /// Whether it is to that account and for that purpose, where these are given.
    fileprivate func fits(_ recipient: AccountID?, _ reason: Reason?, _ reference: Reference?) -> Bool {
        if let recipient, recipient != to { return false }
        if let reason, reason != self.reason { return false }
        return reference == nil || reference == self.reference
    }
}

/// A reward as it was signed: its bytes hash to the id, whoever sent them.
struct SignedReward {
    let id: Digest
    let number: UInt64?
    let issuer: AccountID
    let credits: [Credit]

    init(_ id: Digest, _ context: CommandContext) async throws {
        let view: TransactionView
        do { view = try await context.client.transaction(id) } catch ClientError.problem(let problem)
            where problem.rule == "unknownTransaction"
        {
            throw CommandFailure.refused("this chain has no transaction \(id)")
        }
        guard let bytes = view.bytes.flatMap({ Hex.decode($0) }),
            let transaction = try? SignedTransaction(decoding: bytes).transaction,
            transaction.id(on: context.genesis.chainID) == id
        else { throw CommandFailure.impossible("the node sent something else for transaction \(id)") }
        guard let reward = transaction.action.body as? Reward else {
            throw CommandFailure.refused("transaction \(id) is no reward but a \(transaction.action.name)")
        }
        (self.id, number, issuer, credits) = (id, view.number, transaction.sender, reward.credits)
    }

    /// Which of its credits are pending, as a node tells.
    func pending(_ context: CommandContext) async throws -> [UInt16] {
        guard let number else { return [] }
        var filter = RewardFilter()
        filter.isPending = true
        var indices: [UInt16] = []
        let source = NodeSource(contact: ChainContact(client: context.client), genesis: context.genesis)
        try await source.walkRewards(filter, from: "\(number)-0") { view in
            guard view.transactionNumber == number else { return false }
            if Int(view.credit) < credits.count { indices.append(UInt16(view.credit)) }
            return true
        }
        return indices
    }
}
