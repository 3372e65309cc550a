import CPrefetch
import DequeModule
import LedgerCrypto

/// What the processor is asked to fetch before the rules need it, in this order.
///
/// Rules look into large tables at places that nothing foretells, and one after the other each look waits for memory. Asked for together,
/// many arrive together. Nothing but time depends on it.
public enum PrefetchRound: CaseIterable, Sendable {
    /// The slots of hash tables where searches begin.
    case slots
    /// The records that those lead to.
    case records
}

extension IndexTable {
    /// - Parameter records: what the indices lead to. Where the first slot is another key's, another's record is fetched, and no harm done.
    func prefetch<Record>(_ key: some TableKey, _ round: PrefetchRound, of records: [Record]) {
        guard !slots.isEmpty else { return }
        let home = home(of: key)
        switch round {
        case .slots: Self.prefetch(slots, home)
        case .records: Self.prefetch(records, Int(slots[home].index))
        }
    }

    /// Asks for an element; an index that there is none at asks for nothing.
    static func prefetch<Element>(_ array: [Element], _ index: Int) {
        guard index < array.count else { return }
        array.withUnsafeBytes { bytes in
            let start = index * MemoryLayout<Element>.stride
            for line in stride(from: start, to: start + MemoryLayout<Element>.stride, by: 64) {
                bytes.baseAddress.map { laurel_prefetch($0 + line) }
            }
        }
    }
}

extension LedgerState {
    /// Asks for what the rules will look up for some transactions. Not inlined, for the reason that ``VerifiedRun`` gives.
    @inline(never)
    func prefetch(_ transactions: [SignedTransaction], _ range: Range<Int>) {
        for round in PrefetchRound.allCases {
            for index in range {
                prefetch(transactions[index].transaction.sender, round)
                transactions[index].transaction.prefetch(round, in: self)
            }
        }
    }

    /// Asks for what the credit will need that matures some time after the next.
    func prefetchMaturing() {
        let ahead = 8
        guard pending.count > ahead else { return }
        IndexTable.prefetch(accounts, Int(pending[ahead].recipient))
        pendingTransactions.prefetchRemoval(after: ahead)
    }

    func prefetch(_ account: AccountID, _ round: PrefetchRound) {
        accountTable.prefetch(account, round, of: accounts)
    }

    /// Most references are new, so there is no record to ask for.
    func prefetch(_ reference: ReferenceDigest, _ round: PrefetchRound) {
        if round == .slots { references.prefetch(reference) }
    }
}
