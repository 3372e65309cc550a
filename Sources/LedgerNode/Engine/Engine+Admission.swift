package import Ledger

extension Engine {
    /// Why none of these senders' transactions would even be looked at; nil where one would. To be asked before signatures are checked.
    ///
    /// Only what a sender really signed counts against it, so nobody can have another one refused.
    package func screen(byteCount: Int, senders: [AccountID]) -> Refusal? {
        if let refusal = refusal(byteCount: byteCount) { return count(refusal) }
        guard let first = senders.first, senders.allSatisfy({ isFull($0) }) else { return nil }
        return count(.senderQueueFull(first, limit: limits.queuePerSender))
    }

    /// Counts that a request was refused before it came here.
    package func countRefusal() { counts.refused += 1 }

    func count(_ refusal: Refusal) -> Refusal {
        counts.refused += 1
        return refusal
    }

    func isFull(_ sender: AccountID) -> Bool { waitingPerSender[sender, default: 0] >= limits.queuePerSender }

    /// Why a transaction would not even be looked at; nil where it would.
    package func refusal(byteCount: Int) -> Refusal? {
        if let reason = phase.reason { return .notAccepting(reason) }
        guard waitingBytes + byteCount <= limits.queueBytes else {
            return .queueFull(bytes: waitingBytes, limit: limits.queueBytes)
        }
        return nil
    }

    /// Says that the signatures of a batch are about to be checked. Admitting all of it must follow, whatever they are.
    package func expect(_ batch: TransactionBatch) { checkingBytes += batch.byteCount }

    /// Admits a whole batch whose signatures were all looked at.
    ///
    /// - Parameter checked: what checking each of them came to.
    /// - Returns: as many.
    package func admit(
        _ checked: [Result<VerifiedTransaction, Rejection>], of batch: TransactionBatch
    ) -> [Admission] {
        admit(checked.map { .checked($0) }, of: batch, from: 0)
    }

    /// Admits the neighbouring transactions of a batch from `start` on, one after the other, with nothing between them.
    ///
    /// - Returns: as many.
    package func admit(_ judgements: [Judgement], of batch: TransactionBatch, from start: Int) -> [Admission] {
        if start + judgements.count == batch.count { checkingBytes -= batch.byteCount }
        let admissions = judgements.map { judgement -> Admission in
            switch judgement {
            case .foreseen(let admission): admission
            case .checked(.failure(let rejection)): .rejected(rejection)
            case .checked(.success(let one)): take(one, handles: one.ownHandles)
            }
        }
        // Even where none was admitted: what waits may have waited for this batch.
        setDue()
        return admissions
    }

    /// Applies a verified transaction to the open block.
    package func admit(_ verified: VerifiedTransaction, handles: [Handle] = []) -> Admission {
        defer { setDue() }
        return take(verified, handles: handles)
    }

    /// What ``admit(_:handles:)`` does, but for when the block is due, which a batch sets once.
    private func take(_ verified: VerifiedTransaction, handles: [Handle]) -> Admission {
        if let one = waiting[verified.id] {
            counts.duplicates += 1
            return .repeated(one)
        }
        let sender = verified.transaction.sender
        if let refusal = refusal(byteCount: verified.byteCount) { return .refused(count(refusal)) }
        guard !isFull(sender) else {
            return .refused(count(.senderQueueFull(sender, limit: limits.queuePerSender)))
        }
        if !hasRoom(verified.byteCount) {
            sealOpenBlock()
            wake.yield()
            if let reason = phase.reason { return .refused(count(.notAccepting(reason))) }
        }
        if open.waiting.isEmpty { renewTime() }
        do throws(Rejection) { try block?.apply(verified) } catch {
            counts.rejected[error.name, default: 0] += 1
            return .rejected(error)
        }
        let one = WaitingTransaction(verified, handles: handles)
        open.waiting.append(one)
        waiting[verified.id] = one
        waitingBytes += verified.byteCount
        waitingPerSender[sender, default: 0] += 1
        counts.admitted += 1
        return .waiting(one)
    }

    /// Says when the open block is due: the block interval after its first transaction; but at once when it has at least `promptBytes`, and
    /// at least as many bytes as are still being checked. The disk then writes one half of what came while the cores check the other.
    private func setDue() {
        guard !open.waiting.isEmpty else { return }
        let now = clock.monotonic
        let (sum, overflow) = now.count.addingReportingOverflow(limits.blockInterval.count)
        let latest = Milliseconds(overflow ? .max : sum)
        let due = (block?.byteCount ?? 0) >= max(limits.promptBytes, checkingBytes) ? now : latest
        guard open.dueAt.map({ due < $0 }) ?? true else { return }
        open.dueAt = due
        wake.yield()
    }

    private func hasRoom(_ byteCount: Int) -> Bool { open.waiting.isEmpty || block?.hasRoom(for: byteCount) ?? true }

    /// Moves an empty open block to the present. What matures by that asks for a block.
    func renewTime() {
        guard let before = block?.state.totals else { return }
        block?.move(to: max(clock.wall, before.time))
        if block?.state.totals.settled != before.settled, open.dueAt == nil { open.dueAt = clock.monotonic }
    }
}
