package import LedgerCrypto

/// A hash table from keys to the indices of a dense array that holds them: open addressing over 4-byte slots.
///
/// The keys are not kept here; the caller compares with its array. The order of the slots never shows, so the seed of the hashes changes
/// no result.
package struct IndexTable: Sendable {
    private static let empty = UInt32.max
    private var slots: [UInt32] = []
    package private(set) var count = 0

    package init() {}

    /// The index for which `matches` holds, among those with the same hash.
    package func find(_ key: some TableKey, matches: (UInt32) -> Bool) -> UInt32? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count - 1
        var slot = key.tableHash & mask
        while slots[slot] != Self.empty {
            if matches(slots[slot]) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds an index below 2³²−1 for a key that is not there.
    ///
    /// - Parameter key: gives the key of each index that was added, for when the table grows.
    package mutating func insert<Key: TableKey>(_ index: UInt32, for newKey: Key, key: (UInt32) -> Key) {
        precondition(index != Self.empty, "an index below 2³²−1")
        if (count + 1) * 4 > slots.count * 3 { grow(key) }
        place(index, newKey.tableHash)
        count += 1
    }

    /// Takes out an index that is there. What was pushed past its slot moves back, so that no gap ends a search early.
    package mutating func remove<Key: TableKey>(_ index: UInt32, key: (UInt32) -> Key) {
        let mask = slots.count - 1
        var gap = key(index).tableHash & mask
        while slots[gap] != index { gap = (gap + 1) & mask }
        var next = (gap + 1) & mask
        while slots[next] != Self.empty {
            let home = key(slots[next]).tableHash & mask
            if (next - home) & mask >= (next - gap) & mask {
                slots[gap] = slots[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        slots[gap] = Self.empty
        count -= 1
    }

    private mutating func place(_ index: UInt32, _ hash: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != Self.empty { slot = (slot + 1) & mask }
        slots[slot] = index
    }

    private mutating func grow<Key: TableKey>(_ key: (UInt32) -> Key) {
        let old = slots
        slots = Array(repeating: Self.empty, count: max(16, slots.count * 2))
        for index in old where index != Self.empty { place(index, key(index).tableHash) }
    }
}

/// A key of an ``IndexTable``.
///
/// People choose what hashes to what: they pick keys and texts. So the hash is keyed with words that differ in each process, and whoever
/// doesn't know them can't choose keys that collide.
package protocol TableKey {
    var tableHash: Int { get }
}

/// Folds words into a hash: two words, each mixed with a secret one, are multiplied and the halves of the product put together, as in
/// wyhash. Two multiplications for 32 bytes, where the standard library's hasher takes a hundred instructions.
enum TableHash {
    /// Drawn from the standard library's hasher, which is seeded at random when the process starts.
    private static let secrets: (UInt64, UInt64, UInt64, UInt64) = {
        let words = (0..<4).map { UInt64(bitPattern: Int64($0.hashValue)) | 1 }
        return (words[0], words[1], words[2], words[3])
    }()

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    static func of(_ high: UInt64, _ low: UInt64) -> Int {
        let (first, second, third, _) = secrets
        return Int(truncatingIfNeeded: fold(fold(high ^ first, low ^ second) ^ third, first))
    }

    static func of(_ bytes: Digest) -> Int {
        let (first, second, third, fourth) = secrets
        return bytes.withUnsafeBytes { bytes in
            let word = { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
            return Int(
                truncatingIfNeeded: fold(
                    fold(word(0) ^ first, word(1) ^ second) ^ third, fold(word(2) ^ third, word(3) ^ fourth) ^ first))
        }
    }
}

extension AccountID: TableKey {
    /// The kind is left out: no two kinds have the same 32 bytes but by design, and then a search compares.
    package var tableHash: Int { TableHash.of(body) }
}

extension Digest: TableKey {
    package var tableHash: Int { TableHash.of(self) }
}

extension ReferenceDigest: TableKey {
    package var tableHash: Int { TableHash.of(high, low) }
}
