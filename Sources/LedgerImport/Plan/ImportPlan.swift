import Ledger

/// What a SourceCred ledger comes to on a Laurel chain: actions, in order, each with the event that it is for.
///
/// Every event has a transaction that carries its running hash: its rewards, its transfer or its merge, or else an attestation, which
/// comes before whatever it also comes to. So the chain holds every event of the ledger, whatever its kind, and tells the first that differs.
///
/// It depends on the ledger's events and the custodian's key alone, not on the state of any chain, so the same ledger always
/// gives the same plan, and a longer copy of it a longer one.
struct ImportPlan {
    /// Who sends a step.
    enum Sender: Equatable {
        case issuer
        case registrar
        /// The handle of an identity, for which the custodian signs.
        case identity(AccountID)
    }

    struct Step {
        /// The index of its event.
        let event: Int
        let sender: Sender
        let action: Action

        /// Whether it does nothing but pin its event.
        var isQuiet: Bool { action.body is Attest }
    }

    private(set) var steps: [Step] = []
    private(set) var skipped: [SkippedPayment] = []
    /// Of every identity that was created, in order.
    private(set) var handles: [Handle] = []

    private let keys: ImportPublicKeys
    private var identities = Identities()
    /// The number of the event that paid each uuid.
    private var paying: [String: Int] = [:]
    /// Whether SourceCred keeps balances.
    private var hasAccounting = true

    /// - Throws: the first event that does not follow those before it.
    init(_ ledger: SourceCredLedger, keys: ImportPublicKeys) throws(SourceCredFault) {
        self.keys = keys
        for (index, event) in ledger.events.enumerated() {
            let first = steps.count
            do throws(EventFault) { try add(event, at: index) } catch {
                throw .event(number: event.number, uuid: event.uuid, error)
            }
            if first == steps.count || Pin(steps[first].action) == nil {
                let body = Attest(topic: Pin.topic(of: event), hash: event.runningHash)
                steps.insert(Step(event: index, sender: .issuer, action: Action(body)), at: first)
            }
        }
    }

    /// What somebody who is paid or pays is called in the end.
    func name(of account: AccountID) -> String? {
        handles.first { .handle($0) == account }.map {
            identities.name(of: String($0.text.dropFirst(SourceCred.handlePrefix.count)))
        }
    }

    private mutating func add(_ event: SourceCredEvent, at index: Int) throws(EventFault) {
        switch event.action {
        case .createIdentity(let id, let name):
            guard let handle = Handle(SourceCred.handlePrefix + id) else { throw .noHandle(id) }
            try identities.create(id, name: name)
            handles.append(handle)
            append(.registrar, Bind(handle: handle, key: keys.custodian), index)
        case .renameIdentity(let id, let name): try identities.rename(id, to: name)
        case .toggleActivation(let id): try identities.toggleActivation(id)
        case .describe(let id): _ = try identities.resolve(id)
        case .configure: break
        case .enableAccounting: hasAccounting = true
        case .disableAccounting:
            hasAccounting = false
            burnBalances(index)
        case .distribute(let receipts): try distribute(receipts, event, at: index)
        case .transfer(let from, let to, let amount):
            guard hasAccounting else { throw .accountingDisabled }
            let sender = try identities.resolve(from)
            let recipient = try identities.resolve(to)
            if amount == .zero || sender == recipient {
                let reason = amount == .zero ? SkippedPayment.Reason.zeroAmount : .toOneself
                skipped.append(
                    SkippedPayment(
                        event: event, from: from, to: to, amount: amount, reason: reason, names: identities))
            } else {
                let body = Transfer(to: account(recipient), amount: amount, evidence: event.runningHash)
                append(.identity(account(sender)), body, index)
                identities.debit(amount, from: sender)
                identities.credit(amount, to: recipient)
            }
        case .merge(let base, let target):
            let merged = try identities.merge(target, into: base)
            let body = Merge(into: account(merged.base), evidence: event.runningHash)
            append(.identity(account(merged.target)), body, index)
        }
    }

    /// Pays the receipts that are not zero: under the event's uuid, or under `uuid#1`, `uuid#2`, … where they need several rewards.
    private mutating func distribute(
        _ receipts: [SourceCredEvent.Receipt], _ event: SourceCredEvent, at index: Int
    ) throws(EventFault) {
        var paid: [(to: AccountID, amount: Amount)] = []
        for receipt in receipts {
            let recipient = try identities.resolveActive(receipt.id)
            if receipt.amount == .zero {
                skipped.append(
                    SkippedPayment(
                        event: event, from: nil, to: receipt.id, amount: .zero, reason: .zeroAmount, names: identities))
            } else {
                paid.append((account(recipient), receipt.amount))
                identities.credit(receipt.amount, to: recipient)
            }
        }
        guard !paid.isEmpty else { return }
        if let earlier = paying.updateValue(event.number, forKey: event.uuid) { throw .paidBefore(byEvent: earlier) }
        let parts = (paid.count + Reward.creditLimit - 1) / Reward.creditLimit
        for part in 0..<parts {
            let text = parts == 1 ? event.uuid : "\(event.uuid)#\(part + 1)"
            guard let reference = Reference(text) else { throw .noReference(text) }
            let start = part * Reward.creditLimit
            let credits = paid[start..<min(start + Reward.creditLimit, paid.count)].map {
                Credit(
                    to: $0.to, amount: $0.amount, reason: SourceCred.reason, reference: reference,
                    evidence: event.runningHash)
            }
            append(.issuer, Reward(credits), index)
        }
        if !hasAccounting { burnBalances(index) }
    }

    /// Where SourceCred keeps no balances, what was earned is not held.
    private mutating func burnBalances(_ index: Int) {
        for (id, amount) in identities.eraseBalances() {
            append(.identity(account(id)), Burn(amount: amount), index)
        }
    }

    /// The account of an identity that was created, whose handle is sound therefore.
    private func account(_ id: String) -> AccountID { .handle(Handle(unchecked: SourceCred.handlePrefix + id)) }

    private mutating func append(_ sender: Sender, _ body: any ActionBody, _ event: Int) {
        steps.append(Step(event: event, sender: sender, action: Action(body)))
    }
}
