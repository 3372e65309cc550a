import CPrefetch
import LedgerCrypto

/// What the processor is asked to fetch before the rules need it, in this order.
///
/// Rules look into large tables at places that the processor can't foresee, and one after the other each look waits for memory. Asked for
/// together, many arrive together. Nothing but time depends on it.
public enum PrefetchRound: CaseIterable, Sendable {
    /// The slots of hash tables where searches begin.
    case slots
    /// The records that those lead to.
    case records
}

extension LedgerState {
    /// Asks for what the rules will look up for some transactions. Not inlined; ``ExaminedRun`` says why.
    @inline(never)
    func prefetch(_ transactions: [SignedTransaction], _ range: Range<Int>) {
        for round in PrefetchRound.allCases {
            for index in range {
                prefetch(transactions[index].transaction.sender, round)
                transactions[index].transaction.prefetch(round, in: self)
            }
        }
    }

    func prefetch(_ account: AccountID, _ round: PrefetchRound) {
        switch round {
        case .slots: collections.accountTable.prefetchSlot(of: account)
        case .records: collections.accountTable.prefetchRecord(of: account, in: collections.accounts)
        }
    }

    /// Most references are new, so there is no record to ask for.
    func prefetch(_ reference: ReferenceDigest, _ round: PrefetchRound) {
        if round == .slots { collections.references.prefetch(reference) }
    }
}

extension Array {
    /// Asks the processor for an element. Where there is none, for nothing.
    func prefetch(at index: Int) {
        guard indices.contains(index) else { return }
        withUnsafeBytes { bytes in
            let start = index * MemoryLayout<Element>.stride
            for line in stride(from: start, to: start + MemoryLayout<Element>.stride, by: 64) {
                bytes.baseAddress.map { laurel_prefetch($0 + line) }
            }
        }
    }
}
