package import Ledger
package import LedgerCrypto
import Synchronization

/// One transaction that waits for its block. Whoever sent it, however often, waits for the same one.
package final class WaitingTransaction: Sendable {
    package let id: Digest
    package let sender: AccountID
    package let bytes: [UInt8]
    /// Texts of handles that it names, to be remembered once it is committed.
    let handles: [Handle]

    private enum State {
        case waiting([CheckedContinuation<Outcome, Never>])
        case told(Outcome)
    }
    private let state = Mutex(State.waiting([]))

    init(_ verified: VerifiedTransaction, handles: [Handle]) {
        id = verified.id
        sender = verified.transaction.sender
        bytes = verified.bytes
        self.handles = handles
    }

    /// What became of it, once that is certain.
    package func outcome() async -> Outcome {
        if let told { return told }
        return await withCheckedContinuation { continuation in
            let told: Outcome? = state.withLock { state in
                switch state {
                case .told(let outcome): return outcome
                case .waiting(let others):
                    state = .waiting(others + [continuation])
                    return nil
                }
            }
            if let told { continuation.resume(returning: told) }
        }
    }

    private var told: Outcome? {
        state.withLock { if case .told(let outcome) = $0 { outcome } else { nil } }
    }

    func tell(_ outcome: Outcome) {
        let waiting: [CheckedContinuation<Outcome, Never>] = state.withLock { state in
            guard case .waiting(let continuations) = state else { return [] }
            state = .told(outcome)
            return continuations
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }
}

/// What became of a transaction that was admitted.
package enum Outcome: Sendable, Equatable {
    case committed(Receipt)
    /// The disk failed: it may be committed or not. Sending it again tells.
    case unknown(String)
}

/// That a transaction is in a block that is durable.
package struct Receipt: Sendable, Equatable {
    package let id: Digest
    package let number: UInt64
    private let block: SharedHeader
    /// Its place in the block.
    package let index: Int
    package let sender: AccountID
    /// The sender's, after the block.
    package let balance: Amount
    package let nextSequence: UInt64

    package var header: SignedHeader { block.header }

    init(
        id: Digest, number: UInt64, block: SharedHeader, index: Int, sender: AccountID, balance: Amount,
        nextSequence: UInt64
    ) {
        (self.id, self.number, self.block, self.index) = (id, number, block, index)
        (self.sender, self.balance, self.nextSequence) = (sender, balance, nextSequence)
    }
}

/// A header that the receipts of a block share. By itself it would be most of each, which is copied from hand to hand.
final class SharedHeader: Sendable, Equatable {
    let header: SignedHeader

    init(_ header: SignedHeader) { self.header = header }

    static func == (left: SharedHeader, right: SharedHeader) -> Bool { left.header == right.header }
}
