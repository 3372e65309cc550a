import DequeModule
package import LedgerCrypto

/// Which transactions have pending credits: their ids in order of issue, each with the number of its first credit.
///
/// They come and go in the same order, so each has a running ordinal, and the hash table holds the ordinals' lower 31 bits.
package struct PendingRewards: Sendable {
    private struct Entry {
        let id: Digest
        let firstCredit: UInt64
    }

    private var entries: Deque<Entry> = []
    /// The ordinal of the oldest entry.
    private var oldest: UInt32 = 0
    private var table = HashTable()

    package init() {}

    private static let mask: UInt32 = 0x7FFF_FFFF

    /// The number of the first credit of a transaction; nil where none of its credits is pending.
    package func firstCredit(of id: Digest) -> UInt64? {
        table.find(id) { entry($0).id == id }.map { entry($0).firstCredit }
    }

    /// Adds the newest transaction.
    package mutating func append(_ id: Digest, firstCredit: UInt64) {
        precondition(entries.count < Self.mask, "at most 2³¹−1 transactions have pending credits")
        let ordinal = (oldest + UInt32(entries.count)) & Self.mask
        entries.append(Entry(id: id, firstCredit: firstCredit))
        table.insert(ordinal, for: id)
    }

    /// Forgets the oldest transaction: its last credit has settled.
    package mutating func removeFirst() {
        // Many go one after the other, each from another place: asked for some ahead, none waits for memory.
        if entries.count > 8 { table.prefetchSlot(of: entries[8].id) }
        table.remove(oldest, for: entries.removeFirst().id)
        oldest = (oldest + 1) & Self.mask
    }

    /// In order of issue.
    package var all: [(id: Digest, firstCredit: UInt64)] { entries.map { ($0.id, $0.firstCredit) } }

    private func entry(_ ordinal: UInt32) -> Entry {
        entries[Int((ordinal &- oldest) & Self.mask)]
    }
}
