import DequeModule
import LedgerCrypto

/// One change of the state, with what was there before.
enum Undo: Sendable {
    case account(Int, AccountRecord)
    case registered
    case spending(Int, Spending)
    case appendedSpending
    case reference(ReferenceDigest, UInt64?)
    case issuedFirst(Digest)
    case issued
    case settled(RewardRecord, wasRevoked: Bool)
    case forgot(Digest, first: UInt64?)
    case revoked(UInt64)
}

/// A place to go back to within an unsealed block.
public struct Checkpoint: Sendable {
    let undoCount: Int
    let totals: Totals
    let nextPolicy: Policy?
    let rewards: Int
    let references: Int
    let freed: Int
    let revocations: Int
    let postings: Int
}

extension LedgerState {
    /// Starts to remember how to take back what follows, for a node that tries transactions before their block is built.
    package func checkpoint() -> Checkpoint {
        precondition(undo != nil, "checkpoints need a state that remembers; call rememberChanges() first")
        return Checkpoint(
            undoCount: undo?.count ?? 0, totals: totals, nextPolicy: nextPolicy, rewards: block.rewards.count,
            references: block.references.count, freed: block.freedReferences.count,
            revocations: block.revocations.count, postings: block.postings.count)
    }

    /// From here on, changes can be taken back to a ``checkpoint()``. Whatever was remembered before is forgotten.
    package mutating func rememberChanges() { undo = [] }

    /// Takes back all that was applied since the checkpoint.
    ///
    /// Indices of touched records stay in `block`: hashing a record that did not change is harmless.
    package mutating func rollBack(to checkpoint: Checkpoint) {
        guard var log = undo else { preconditionFailure("nothing was remembered") }
        undo = nil
        while log.count > checkpoint.undoCount { takeBack(log.removeLast()) }
        undo = log
        totals = checkpoint.totals
        nextPolicy = checkpoint.nextPolicy
        block.accounts.removeAll { $0 >= accounts.count }
        block.spending.removeAll { $0 >= spending.count }
        block.rewards.removeLast(block.rewards.count - checkpoint.rewards)
        block.references.removeLast(block.references.count - checkpoint.references)
        block.freedReferences.removeLast(block.freedReferences.count - checkpoint.freed)
        block.revocations.removeLast(block.revocations.count - checkpoint.revocations)
        block.postings.removeLast(block.postings.count - checkpoint.postings)
    }

    private mutating func takeBack(_ entry: Undo) {
        switch entry {
        case .account(let index, let record): accounts[index] = record
        case .registered:
            let record = accounts.removeLast()
            accountTable.removeLast(accounts.count, for: record.id)
        case .spending(let index, let entry): spending[index] = entry
        case .appendedSpending: spending.removeLast()
        case .reference(let reference, let transaction): references[reference] = transaction
        case .issuedFirst(let id):
            pendingTransactions[id] = nil
            pendingOrder.removeLast()
        case .issued: pending.removeLast()
        case .settled(let record, let wasRevoked):
            totals.settled -= 1
            pending.prepend(record)
            if wasRevoked { revokedPending.insert(totals.settled) }
        case .forgot(let id, let first):
            pendingTransactions[id] = first
            pendingOrder.prepend(id)
        case .revoked(let number): revokedPending.remove(number)
        }
    }
}
