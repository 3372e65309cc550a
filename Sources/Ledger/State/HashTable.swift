/// A hash table from keys to the indices of a dense array that holds them: open addressing over 8-byte slots.
///
/// The keys are not kept here; the caller compares with its array. A slot keeps 32 bits of the key's hash beside the index, so that a
/// search looks into that array for hardly any key but its own, and growing looks at none. The order of the slots never shows, so the
/// seed of the hashes changes no result.
package struct HashTable: Sendable {
    private struct Slot {
        var hash: UInt32
        var index: UInt32

        static let empty = Slot(hash: 0, index: .max)
        var isEmpty: Bool { index == .max }
    }

    private var slots: [Slot] = []
    private let hash = TableHash.ofProcess
    package private(set) var count = 0

    package init() {}

    private var mask: Int { slots.count - 1 }

    /// Where a search for `key` begins.
    private func home(of key: some TableKey) -> Int { Int(slotHash(of: key)) & mask }

    private func slotHash(of key: some TableKey) -> UInt32 { UInt32(truncatingIfNeeded: key.hashed(by: hash)) }

    /// The index for which `matches` holds, among those with the same hash.
    package func find(_ key: some TableKey, matches: (UInt32) -> Bool) -> UInt32? {
        guard !slots.isEmpty else { return nil }
        let hash = slotHash(of: key)
        var place = Int(hash) & mask
        while !slots[place].isEmpty {
            if slots[place].hash == hash, matches(slots[place].index) { return slots[place].index }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds an index below 2³²−1 for a key that is not there.
    package mutating func insert(_ index: UInt32, for newKey: some TableKey) {
        let slot = Slot(hash: slotHash(of: newKey), index: index)
        precondition(!slot.isEmpty, "an index below 2³²−1")
        if (count + 1) * 4 > slots.count * 3 { grow() }
        put(slot)
        count += 1
    }

    /// Takes out the index of a key that is there. What was pushed past its slot moves back, so that no gap ends a search early.
    package mutating func remove(_ index: UInt32, for key: some TableKey) {
        var gap = home(of: key)
        while slots[gap].index != index { gap = (gap + 1) & mask }
        var next = (gap + 1) & mask
        while !slots[next].isEmpty {
            let home = Int(slots[next].hash) & mask
            if (next - home) & mask >= (next - gap) & mask {
                slots[gap] = slots[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        slots[gap] = .empty
        count -= 1
    }

    /// Asks the processor for the slot where a search for `key` begins.
    package func prefetchSlot(of key: some TableKey) {
        if !slots.isEmpty { slots.prefetch(at: home(of: key)) }
    }

    /// Asks the processor for the record that this slot leads to. Where it is another key's, another's record is fetched, and no harm done.
    package func prefetchRecord<Record>(of key: some TableKey, in records: [Record]) {
        if !slots.isEmpty { records.prefetch(at: Int(slots[home(of: key)].index)) }
    }

    private mutating func put(_ slot: Slot) {
        var place = Int(slot.hash) & mask
        while !slots[place].isEmpty { place = (place + 1) & mask }
        slots[place] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: .empty, count: max(16, slots.count * 2))
        for slot in old where !slot.isEmpty { put(slot) }
    }
}
