/// A hash table from keys to the indices of a dense array that holds them: open addressing over 4-byte slots.
///
/// The keys are not kept here; the caller compares with its array. Swift's seeded hashing keeps an attacker from choosing keys
/// that collide. The order of the slots never shows, so the seed changes no result.
struct IndexTable: Sendable {
    private static let empty = UInt32.max
    private var slots: [UInt32] = []
    private var count = 0

    /// The index for which `matches` holds, among those with the same hash.
    func find<Key: Hashable>(_ key: Key, matches: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count - 1
        var slot = key.hashValue & mask
        while slots[slot] != Self.empty {
            let index = Int(slots[slot])
            if matches(index) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds the next index, which is how many there are, for a key that is not there.
    ///
    /// - Parameter key: gives the key of each index already added, for when the table grows.
    mutating func insert<Key: Hashable>(_ index: Int, for newKey: Key, key: (Int) -> Key) {
        if (count + 1) * 4 > slots.count * 3 { grow(key) }
        place(UInt32(index), newKey.hashValue)
        count += 1
    }

    private mutating func place(_ index: UInt32, _ hash: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != Self.empty { slot = (slot + 1) & mask }
        slots[slot] = index
    }

    private mutating func grow<Key: Hashable>(_ key: (Int) -> Key) {
        slots = Array(repeating: Self.empty, count: max(16, slots.count * 2))
        for index in 0..<count { place(UInt32(index), key(index).hashValue) }
    }
}
