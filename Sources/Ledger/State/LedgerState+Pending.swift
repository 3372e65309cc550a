import DequeModule
import LedgerCrypto

extension LedgerState {
    /// The pending credits of a transaction, by their numbers, revoked ones too; nil where none is pending.
    func pendingCredits(of transaction: Digest) -> Range<UInt64>? {
        guard let first = collections.pendingRewards.firstCredit(of: transaction) else { return nil }
        let number = credit(first).transaction
        var end = first + 1
        while end < totals.issued, credit(end).transaction == number { end += 1 }
        return first..<end
    }

    /// A pending credit by its number, `settled ..< issued`.
    func credit(_ number: UInt64) -> RewardRecord {
        collections.pending[Int(number - totals.settled)]
    }

    /// When something falls due next; nil where nothing waits.
    package var nextDue: Timestamp? { collections.pending.first?.maturesAt }

    /// Issues one credit, which stays pending.
    mutating func issue(_ record: RewardRecord, id: Digest) {
        if collections.pending.last?.transaction != record.transaction {
            collections.pendingRewards.append(id, firstCredit: totals.issued)
        }
        collections.pending.append(record)
        opened.changes.rewards.append(record)
        sums.pending &+= record.amount.units
        totals.issued += 1
        change(account: Int(record.recipient)) { $0.pending += 1 }
        self.record(
            .issued, from: .issuance, to: .pending(record.recipient), record.amount, record.transaction, record.credit)
    }

    /// Makes every credit its recipient's that is due at `time`.
    mutating func mature(dueAt time: Timestamp) {
        while let next = collections.pending.first, next.maturesAt <= time {
            let number = totals.settled
            // Asked for some ahead, so that none waits for memory.
            if collections.pending.count > 8 {
                collections.accounts.prefetch(at: Int(collections.pending[8].recipient))
            }
            collections.pending.removeFirst()
            totals.settled += 1
            let wasRevoked =
                !collections.revokedPending.isEmpty && collections.revokedPending.remove(number) != nil
            if collections.pending.first?.transaction != next.transaction {
                collections.pendingRewards.removeFirst()
            }
            guard !wasRevoked else { continue }
            sums.pending &-= next.amount.units
            change(account: Int(next.recipient)) {
                $0.balance += next.amount
                $0.earned += next.amount
                $0.pending -= 1
            }
            record(
                .matured, from: .pending(next.recipient), to: .balance(next.recipient), next.amount, next.transaction,
                next.credit)
        }
    }

    mutating func record(
        _ kind: Posting.Kind, from: Posting.Place, to: Posting.Place, _ amount: Amount, _ transaction: UInt64,
        _ credit: UInt16 = 0
    ) {
        guard keepsPostings else { return }
        opened.changes.postings.append(
            Posting(kind: kind, from: from, to: to, amount: amount, transaction: transaction, credit: credit))
    }
}
