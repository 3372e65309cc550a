import Ledger
import LedgerCrypto

/// Walks a chain's blocks beside the plan of a ledger, and finds how much of the plan the chain holds already.
///
/// What others have sent since (rotations, transfers of people who took their handles over, other issuers' rewards) is passed over.
/// What only an import sends must be the plan's next step, byte for byte. Since every event has a step that carries its running
/// hash, and that step comes first, the first transaction of an import that is not the plan's is of the first event that differs.
struct ImportedPast {
    private let ledger: SourceCredLedger
    private let plan: ImportPlan
    private let keys: ImportPublicKeys
    /// How many of the plan's steps were found.
    private(set) var found = 0
    /// The running hashes of events that the chain holds after the ledger's last.
    private var further: Set<Digest> = []

    init(ledger: SourceCredLedger, plan: ImportPlan, keys: ImportPublicKeys) {
        self.ledger = ledger
        self.plan = plan
        self.keys = keys
    }

    /// Looks at the chain's next block.
    mutating func read(_ block: Block) throws(ImportFault) {
        for signed in block.transactions { try read(signed) }
    }

    /// To be called after the last block.
    func finish() throws(ImportFault) {
        guard !further.isEmpty else { return }
        throw .shorter(
            events: ledger.events.count, inFile: ledger.events.last?.runningHash ?? .zero,
            onChain: ledger.events.count + further.count)
    }

    private mutating func read(_ signed: SignedTransaction) throws(ImportFault) {
        let transaction = signed.transaction
        guard found < plan.steps.count else {
            if isOfImport(signed), let pin = Pin(transaction.action), pin.hash != ledger.events.last?.runningHash {
                further.insert(pin.hash)
            }
            return
        }
        let step = plan.steps[found]
        if keys.account(of: step.sender) == transaction.sender, step.action == transaction.action {
            found += 1
            return
        }
        if let bind = transaction.action.body as? Bind { return try read(bind, by: transaction.sender, step) }
        guard isOfImport(signed), let pin = Pin(transaction.action) else { return }
        let event = ledger.events[step.event]
        guard pin.hash != event.runningHash else { throw .otherTransactions(event: event.number, uuid: event.uuid) }
        throw .rewritten(RewrittenEvent(event, onChain: pin.hash, uuidOnChain: pin.uuid))
    }

    /// Judges a binding that is not the plan's next step. A registrar may bind handles that no import knows of.
    private func read(_ bind: Bind, by sender: AccountID, _ step: ImportPlan.Step) throws(ImportFault) {
        guard sender == .key(keys.registrar), bind.handle.text.hasPrefix(SourceCred.handlePrefix) else { return }
        guard found > 0 else { throw .unpinned }
        if let planned = step.action.body as? Bind, planned.handle == bind.handle {
            throw .otherCustodian(got: keys.custodian, onChain: bind.key)
        }
    }

    /// Whether nothing but an import sends it: by its sender, its witnesses and its form.
    private func isOfImport(_ signed: SignedTransaction) -> Bool {
        let transaction = signed.transaction
        switch transaction.action.body {
        case let reward as Reward:
            return transaction.sender == .key(keys.issuer)
                && reward.credits.allSatisfy { $0.reason == SourceCred.reason && $0.evidence != nil }
        case is Attest: return transaction.sender == .key(keys.issuer)
        case is Transfer, is Merge:
            return transaction.sender.kind == .handle && signed.witnesses.map(\.key) == [keys.custodian]
        default: return false
        }
    }
}
