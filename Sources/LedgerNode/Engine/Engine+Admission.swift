package import Ledger

extension Engine {
    /// Why a transaction would not even be looked at; nil where it would. To be asked before signatures are checked.
    package func refusal(byteCount: Int) -> Refusal? {
        if let reason = phase.reason { return .notAccepting(reason) }
        guard waitingBytes + byteCount <= limits.queueBytes else {
            return .queueFull(bytes: waitingBytes, limit: limits.queueBytes)
        }
        return nil
    }

    /// A transaction that asks for admission.
    package struct Candidate: Sendable {
        let verified: VerifiedTransaction
        /// Its encoding.
        let bytes: [UInt8]
        let handles: [Handle]

        package init(verified: VerifiedTransaction, bytes: [UInt8], handles: [Handle] = []) {
            self.verified = verified
            self.bytes = bytes
            self.handles = handles
        }
    }

    /// Admits transactions that came together, one after the other, with nothing between them.
    package func admit(_ candidates: [Candidate]) -> [Admission] {
        candidates.map { admit($0.verified, bytes: $0.bytes, handles: $0.handles) }
    }

    /// Applies a verified transaction to the open block.
    ///
    /// - Parameter bytes: its encoding.
    package func admit(_ verified: VerifiedTransaction, bytes: [UInt8], handles: [Handle] = []) -> Admission {
        if let ticket = waiting[verified.id] {
            counts.duplicates += 1
            return .waiting(ticket)
        }
        let sender = verified.transaction.sender
        if let refusal = refusal(byteCount: bytes.count) { return refuse(refusal) }
        guard waitingPerSender[sender, default: 0] < limits.queuePerSender else {
            return refuse(.senderQueueFull(sender, limit: limits.queuePerSender))
        }
        if !hasRoom(bytes.count) {
            sealOpenBlock()
            wake.yield()
            if let reason = phase.reason { return refuse(.notAccepting(reason)) }
        }
        if open.tickets.isEmpty { renewTime() }
        do throws(Rejection) { try ledger.apply(verified) } catch {
            counts.rejected[error.name, default: 0] += 1
            return .rejected(error)
        }
        let ticket = Ticket(verified, bytes: bytes, handles: handles)
        open.transactions.append(verified)
        open.tickets.append(ticket)
        open.byteCount += bytes.count
        waiting[verified.id] = ticket
        waitingBytes += bytes.count
        waitingPerSender[sender, default: 0] += 1
        counts.admitted += 1
        setDue()
        return .waiting(ticket)
    }

    /// The first transaction sets when the block is due; one that makes it large enough, that it is due now.
    private func setDue() {
        let now = clock.monotonic
        let latest = Milliseconds(now.count + limits.blockInterval.count)
        let due = open.byteCount >= limits.promptBytes ? now : latest
        guard open.dueAt.map({ due < $0 }) ?? true else { return }
        open.dueAt = due
        wake.yield()
    }

    private func refuse(_ refusal: Refusal) -> Admission {
        counts.refused += 1
        return .refused(refusal)
    }

    private func hasRoom(_ byteCount: Int) -> Bool {
        open.tickets.isEmpty
            || (open.byteCount + byteCount <= ledger.policy.blockBytes
                && open.tickets.count < ledger.policy.blockTransactions)
    }

    /// Moves an empty open block to the present. What matures by that asks for a block.
    func renewTime() {
        let settled = ledger.totals.settled
        ledger.open(at: max(clock.wall, ledger.totals.time))
        if ledger.totals.settled != settled, open.dueAt == nil { open.dueAt = clock.monotonic }
    }
}
