import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// Pays what of a file is not paid yet.
///
/// 1. What earlier runs signed and of which it is not known what became is sent again, as it is, until that is known.
/// 2. The whole file is held against the state of the chain. Nothing is sent unless every rule holds.
/// 3. Transaction after transaction is signed, written down, named in the record, sent, and looked up in the block that holds it.
/// 4. Where one is refused, its lines go back to 2.
/// 5. At the end the node shows for each reference what pays it, and that must be what the file says.
///
/// A line is never in two transactions that could both be done: the chain lets one transaction pay a reference, and another is signed
/// for the same lines only with the number of the one that was given up, or once that is out of date, or once a block shows what else
/// used the number up.
actor PayoutRun {
    let context: CommandContext
    let signer: Signer
    let lines: [PayoutLine]
    let permissions: PayoutPermissions
    let waitsForBudget: Bool
    private let folder: PayoutFolder
    private(set) var record: PayoutRecord
    private let start = ContinuousClock.now
    /// Lines that were open when this run began, and those of them that are paid.
    private var (planned, done) = (0, 0)
    private(set) var maturesAt: Timestamp?

    init(
        _ context: CommandContext, _ signer: Signer, _ lines: [PayoutLine], _ permissions: PayoutPermissions,
        waitsForBudget: Bool, _ folder: PayoutFolder, _ record: PayoutRecord
    ) {
        self.context = context
        self.signer = signer
        self.lines = lines
        self.permissions = permissions
        self.waitsForBudget = waitsForBudget
        self.folder = folder
        self.record = record
    }

    private var client: LedgerClient { context.client }
    private var genesis: Genesis { context.genesis }
    private var token: Token { context.token }

    /// - Returns: the file held against the chain in the end: what is open then waits for a later epoch.
    func run() async throws -> PayoutCheck {
        try folder.save(record)
        try await settle()
        var refusals = 0
        while true {
            let check = try await assess()
            maturesAt = check.facts.maturesAt
            if planned == 0 { planned = check.openLines.count }
            guard check.holds else { throw refused(check) }
            if check.open.isEmpty { return check }
            let batches = check.batches(within: check.facts.budgetLeft)
            guard !batches.isEmpty, check.facts.allowanceLeft > 0 else {
                // What the rules let through can't fit for now only where parts are allowed.
                guard waitsForBudget else { return check }
                try await waitForRenewal(check)
                continue
            }
            let before = done
            if let refusal = try await pay(batches.prefix(check.facts.allowanceLeft)) {
                refusals = done > before ? 1 : refusals + 1
                guard refusals < 4 else {
                    throw CommandFailure.refused(
                        "\(progressWords)\nrefused: \(refusal); run it again once that is mended")
                }
            }
        }
    }

    /// Holds the file against the chain as it is now.
    private func assess() async throws -> PayoutCheck {
        let facts = try await PayoutFacts(lines, of: signer.sender, client, genesis)
        let keys = Set(signer.secrets.map(\.publicKey))
        let check = PayoutCheck(lines, facts, keys: keys, permissions)
        let isAnyDone = record.entries.contains { $0.height != nil }
        guard isAnyDone, !check.open.isEmpty else { return check }
        guard let settled = try await settled() else { return try await assess() }
        return PayoutCheck(lines, facts, keys: keys, permissions, settled: settled)
    }

    /// What the transactions of this payout that are on the chain paid. Nil where one that was seen there is not on this node's chain: what
    /// became of it was asked anew, so the chain is to be looked at again.
    private func settled() async throws -> Set<PayoutLine.Purpose>? {
        var purposes: Set<PayoutLine.Purpose> = []
        for index in record.entries.indices where record.entries[index].height != nil {
            guard let id = Digest(hex: record.entries[index].id), let file = try SentTransactions().find(id) else {
                continue
            }
            do { _ = try await client.transaction(id) } catch ClientError.problem(let problem)
                where problem.status == 404
            {
                record.entries[index].height = nil
                try folder.save(record)
                try await deliver(file, index)
                return nil
            }
            purposes.formUnion(file.purposes)
        }
        return purposes
    }

    /// Finds out what became of all that earlier runs signed.
    private func settle() async throws {
        for index in record.entries.indices where record.entries[index].isOpen {
            let entry = record.entries[index]
            guard let id = Digest(hex: entry.id), let file = try SentTransactions().find(id) else {
                throw CommandFailure.impossible(
                    try
                        "transaction \(entry.id) of this payout may have been sent, and its file is gone from \(SentTransactions().folder); bring "
                        + "it back, or wait until \(entry.validUntil), when it can't be done any more, and use another --name"
                )
            }
            Terminal.progress("payout \(record.name): asking what became of \(id)")
            try await deliver(file, index)
        }
    }

    /// - Returns: why one was refused; nil where all were done.
    private func pay(_ batches: ArraySlice<[PayoutCheck.Group]>) async throws -> String? {
        for batch in batches {
            try Task.checkCancellation()
            let lines = batch.flatMap(\.lines)
            // Held until it is known what became of it, so that another command takes another number.
            let lock = SenderLock.take(signer.sender, on: genesis.chainID)
            defer { withExtendedLifetime(lock) {} }
            let number = try await signer.next()
            try await requireDead(before: number.sequence)
            let prepared = try signer.sign(
                Reward(lines.map(\.credit)), handles: Array(Set(lines.compactMap(\.to.handle))), number)
            try SentTransactions().keep(prepared.file)
            record.entries.append(
                .init(
                    id: prepared.file.id.hex, sequence: prepared.sequence, after: prepared.after,
                    validUntil: prepared.file.transaction.validUntil.description, lines: lines.count,
                    amount: (PayoutCheck.sum(of: batch) ?? .zero).description))
            do { try folder.save(record) } catch {
                record.entries.removeLast()
                throw error
            }
            // At this point the transaction is durable under its id, and known to belong to this payout: now it may be sent.
            try await deliver(prepared.file, record.entries.count - 1)
            if let reason = record.entries[record.entries.count - 1].givenUp { return reason }
            done += lines.count
        }
        return nil
    }

    /// Makes sure that nothing that was given up can still be done beside what is signed next: either it has the number that is next, of
    /// which only one can be done, or it is out of date, or a block shows what used its number up.
    private func requireDead(before next: UInt64) async throws {
        let now = Timestamp.now
        for entry in record.entries where entry.givenUp != nil && entry.sequence < next {
            guard let until = Timestamp(iso8601: entry.validUntil), until >= now, let id = Digest(hex: entry.id),
                let file = try SentTransactions().find(id)
            else { continue }
            if try await signer.user(of: .init(file: file, after: entry.after)) != nil { continue }
            throw CommandFailure.refused(
                "\(progressWords)\nThe node says that the number \(entry.sequence) of transaction \(entry.id) is used up, and no block shows by "
                    + "what. Run it again after \(entry.validUntil), when that one can't be done any more, or ask another node"
            )
        }
    }

    /// Sends one transaction until it is known what became of it, and remembers that.
    private func deliver(_ file: TransactionFile, _ index: Int) async throws {
        let delivery = Delivery(client: client, patience: context.options.patience)
        let name = record.name
        let outcome = try await delivery.send(file) { reason in
            Terminal.progress("payout \(name): waiting to send \(file.id.hex.prefix(8)) again: \(reason)")
        }
        switch outcome {
        case .done(let receipt):
            try await confirm(file, receipt.height, index)
        case .refused(let problem):
            if problem.rule == "wrongSequence", !problem.wantsLaterNumber {
                throw CommandFailure.impossible(
                    "\(progressWords)\n\(problem)\nThe node is behind what it said before: is it another one, or an older copy?"
                )
            }
            record.entries[index].givenUp = "\(problem)"
            try folder.save(record)
        case .notTaken(let reason), .unknown(let reason):
            throw CommandFailure.impossible(
                "\(progressWords)\n\(reason)\nIt is not known whether transaction \(file.id) was done. Run the same command again: it "
                    + "sends that one again as it is, and pays what is not paid yet")
        }
    }

    /// Believes that a transaction is done once a block shows it that a producer signed.
    private func confirm(_ file: TransactionFile, _ height: UInt64?, _ index: Int) async throws {
        guard let height else {
            throw CommandFailure.impossible(
                "\(client.url) says that transaction \(file.id) is done, and not where; run it again")
        }
        let policy = try await client.policy().producers.compactMap { PublicKey(hex: $0) }
        let block = try await BlockProof.block(
            height, from: client, genesis, producers: signer.producers.union(policy))
        guard block.transactions.contains(where: { $0.transaction.id(on: genesis.chainID) == file.id }) else {
            throw CommandFailure.impossible(
                "\(client.url) says that block \(height) holds transaction \(file.id), but it does not; it lies or is broken"
            )
        }
        record.entries[index].height = height
        try folder.save(record)
        Terminal.progress("")
        if !context.options.output.json {
            let amount = token.formatWithSymbol(units: record.entries[index].amount)
            printPairs([
                ("committed", file.id.hex), ("block", "\(height)"),
                ("lines", "\(record.entries[index].lines), \(amount)"),
            ])
            fflush(nil)  // What is known is told, whatever ends the run next.
        }
        showProgress(record.entries[index].lines)
    }

    private func showProgress(_ more: Int) {
        guard planned > 0 else { return }
        let all = max(planned, done + more)
        let (now, spent) = (done + more, ContinuousClock.now - start)
        let left = now > 0 ? spent * Double(max(0, all - now)) / Double(now) : .zero
        Terminal.progress(
            "payout \(record.name): \(now) of \(all) lines, \(now * 100 / all) %, about \(Int(left / .seconds(1))) s left"
        )
    }

    private func waitForRenewal(_ check: PayoutCheck) async throws {
        let until = check.facts.renewsAt
        let count = check.openLines.count
        Terminal.report(
            "payout \(record.name): \(count) lines wait until \(until), when the budget of this epoch is renewed; to end here and go on "
                + "later is fine too")
        while Timestamp.now <= until {
            let left = until.milliseconds - min(until.milliseconds, Timestamp.now.milliseconds) + 1
            Terminal.progress("payout \(record.name): \(count) lines wait, \(Milliseconds(left / 1000 * 1000)) left")
            // The wall clock decides, and may be set meanwhile: it is looked at again after at most so long, and the time left shown anew.
            try await Task.sleep(for: .milliseconds(Int64(min(left, 5_000))))
        }
        Terminal.progress("")
    }

    private func refused(_ check: PayoutCheck) -> CommandFailure {
        let faults = check.findings.filter { !$0.holds }.flatMap { finding in
            finding.detail.split(separator: "\n").map {
                "  \(finding.rule)\(finding.code.map { " (\($0))" } ?? ""): \($0)"
            }
        }
        let what = record.entries.contains { $0.height != nil } ? progressWords : "Nothing was sent."
        return .refused("payout \(record.name) is refused:\n\(faults.joined(separator: "\n"))\n\(what)")
    }

    /// What is paid so far, for whoever has to go on.
    var progressWords: String {
        let paid = record.entries.filter { $0.height != nil }
        return
            "payout \(record.name): \(paid.reduce(0) { $0 + $1.lines }) lines are paid, by \(paid.count) transaction(s)."
    }
}

extension TransactionFile {
    /// What it pays for.
    var purposes: [PayoutLine.Purpose] {
        (transaction.action.body as? Reward)?.credits.map { .init(reason: $0.reason, reference: $0.reference) } ?? []
    }
}
