package import Ledger
import LedgerCrypto

/// What is decided before signatures are checked, which is nearly all that a transaction costs.
///
/// A stranger can put anybody's name on a transaction, so nothing is held against a sender here; only what the open block could not hold
/// in any case is refused. What is let through bears the keys that its sender's transactions need and no others, so who lacks
/// those keys' signatures costs one check.
extension Engine {
    /// What is to be answered to a transaction without a look at its signatures; nil where they must be checked.
    package func screen(_ arrived: ArrivedTransaction) -> Admission? {
        if let refusal = screen(byteCount: arrived.bytes.count, senders: [arrived.signed.transaction.sender]) {
            return .refused(refusal)
        }
        return answer(to: arrived.signed, foreseenRejection(of: arrived.signed), arrived.id)
    }

    /// The same for the transactions of a batch from `start` on, as far as that can be said now, at least for one.
    ///
    /// It stops before a transaction that seems to be refused while others of the batch that stand before it are still to be applied: they
    /// may bring its sender to the chain, or give it other keys. It is looked at again when they are.
    ///
    /// - Parameter faults: what was found wrong with the transactions' values, by their place.
    package func screen(_ batch: TransactionBatch, from start: Int, faults: [Int: Rejection]) -> [Admission?] {
        var answers: [Admission?] = []
        answers.reserveCapacity(batch.count - start)
        var isAnyUnapplied = false
        for index in start..<batch.count {
            if let fault = faults[index] {
                answers.append(.rejected(fault))
                continue
            }
            let rejection = foreseenRejection(of: batch[index])
            if isAnyUnapplied, let rejection, rejection.mayPass { break }
            let answer = answer(to: batch[index], rejection, batch.id(of: index, on: chain))
            answers.append(answer)
            if answer == nil { isAnyUnapplied = true }
        }
        return answers
    }

    private func answer(
        to signed: SignedTransaction, _ rejection: Rejection?, _ id: @autoclosure () -> Digest
    ) -> Admission? {
        // What waits is applied already, and the rules would say of it what they say of any repetition.
        if let rejection, rejection.isLikeRepetition, let one = waiting[id()] {
            counts.duplicates += 1
            return .repeated(one)
        }
        // Its next ones are refused for now, not for ever.
        if rejection.map({ $0.mayPass }) ?? true, isFull(signed.transaction.sender) {
            return .refused(count(.senderQueueFull(signed.transaction.sender, limit: limits.queuePerSender)))
        }
        guard let rejection else { return nil }
        counts.rejected[rejection.name, default: 0] += 1
        return .rejected(rejection)
    }

    /// By the time that the block has, or would have if this were its first transaction.
    private func foreseenRejection(of signed: borrowing SignedTransaction) -> Rejection? {
        // Without a block nothing is admitted, whatever it is.
        guard let time = block?.state.totals.time else { return nil }
        return block?.state.foreseenRejection(
            of: signed, at: open.waiting.isEmpty ? max(clock.wall, time) : time,
            window: UInt64(limits.queuePerSender)) ?? nil
    }
}

extension Admission {
    /// Whether the store must be asked for a receipt before it can be answered.
    var asksForReceipt: Bool { if case .rejected(let rejection) = self { rejection.isLikeRepetition } else { false } }
}

extension Rejection {
    /// Whether a transaction that waits or is committed already would get this answer.
    var isLikeRepetition: Bool {
        switch self {
        case .expired, .wrongSequence, .senderClosed: true
        default: false
        }
    }

    /// Whether another transaction can make this answer wrong.
    fileprivate var mayPass: Bool {
        switch self {
        case .unknownSender, .unauthorised: true
        // Of a sequence that is too far ahead.
        case .wrongSequence(let got, let expected): got > expected
        default: false
        }
    }
}
