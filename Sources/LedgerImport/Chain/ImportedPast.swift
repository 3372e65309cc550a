import Ledger
import LedgerCrypto

/// Walks a chain's blocks beside the plan of a ledger, and finds how much of the plan the chain holds already.
///
/// What others have sent since (rotations, transfers of people who took their handles over, other issuers' rewards) is passed over.
/// What only an import sends must be the plan's next step, byte for byte.
struct ImportedPast {
    private let ledger: SourceCredLedger
    private let plan: ImportPlan
    private let keys: ImportPublicKeys
    /// How many of the plan's steps were found.
    private(set) var found = 0
    /// The number of the last event of which evidence was found.
    private var lastAgreed = 0
    /// The first transaction that is not the plan's; kept until a running hash turns up to show.
    private var isParted = false

    init(ledger: SourceCredLedger, plan: ImportPlan, keys: ImportPublicKeys) {
        self.ledger = ledger
        self.plan = plan
        self.keys = keys
    }

    /// Looks at the chain's next block.
    mutating func read(_ block: Block) throws(ImportFault) {
        for signed in block.transactions where isOfImport(signed) { try read(signed.transaction) }
    }

    /// To be called after the last block.
    func finish() throws(ImportFault) {
        if isParted { throw parting(onChain: nil) }
    }

    private mutating func read(_ transaction: Transaction) throws(ImportFault) {
        let evidence = Self.evidence(of: transaction)
        if !isParted, found < plan.steps.count {
            let step = plan.steps[found]
            if keys.account(of: step.sender) == transaction.sender, step.action == transaction.action {
                found += 1
                if evidence != nil { lastAgreed = step.event + 1 }
                return
            }
        }
        if let bind = transaction.action.body as? Bind, bind.key != keys.custodian {
            throw .otherCustodian(got: keys.custodian, onChain: bind.key)
        }
        isParted = true
        if let evidence { throw parting(onChain: evidence) }
    }

    private func parting(onChain: Digest?) -> ImportFault {
        guard found < plan.steps.count else {
            return .shorter(
                events: ledger.events.count, inFile: ledger.events.last?.runningHash ?? .zero, onChain: onChain)
        }
        let event = ledger.events[plan.steps[found].event]
        return .rewritten(
            RewrittenEvent(
                number: event.number, uuid: event.uuid, lastAgreed: lastAgreed, inFile: event.runningHash,
                onChain: onChain))
    }

    /// Whether nothing but an import sends it: by its sender, its witnesses and its form.
    private func isOfImport(_ signed: SignedTransaction) -> Bool {
        let transaction = signed.transaction
        switch transaction.action.body {
        case let reward as Reward:
            return transaction.sender == .key(keys.issuer)
                && reward.credits.allSatisfy { $0.reason == SourceCred.reason && $0.evidence != nil }
        case let bind as Bind:
            return transaction.sender == .key(keys.registrar) && bind.handle.text.hasPrefix(SourceCred.handlePrefix)
        case is Transfer, is Merge:
            return transaction.sender.kind == .handle && signed.witnesses.map(\.key) == [keys.custodian]
                && Self.evidence(of: transaction) != nil
        default: return false
        }
    }

    private static func evidence(of transaction: Transaction) -> Digest? {
        switch transaction.action.body {
        case let reward as Reward: reward.credits[0].evidence
        case let transfer as Transfer: transfer.evidence
        case let merge as Merge: merge.evidence
        default: nil
        }
    }
}
