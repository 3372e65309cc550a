package import LedgerCrypto

/// A hash table from keys to the indices of a dense array that holds them: open addressing over 8-byte slots.
///
/// The keys are not kept here; the caller compares with its array. A slot keeps 32 bits of the key's hash beside the index, so that a
/// search looks into that array for hardly any key but its own, and growing looks at none. The order of the slots never shows, so the
/// seed of the hashes changes no result.
package struct IndexTable: Sendable {
    struct Slot {
        var hash: UInt32
        var index: UInt32

        static let empty = Slot(hash: 0, index: .max)
        var isEmpty: Bool { index == .max }
    }

    private(set) var slots: [Slot] = []
    package private(set) var count = 0

    package init() {}

    private var mask: Int { slots.count - 1 }

    /// Where a search for `key` begins.
    func home(of key: some TableKey) -> Int { Int(UInt32(truncatingIfNeeded: key.tableHash)) & mask }

    /// The index for which `matches` holds, among those with the same hash.
    package func find(_ key: some TableKey, matches: (UInt32) -> Bool) -> UInt32? {
        guard !slots.isEmpty else { return nil }
        let hash = UInt32(truncatingIfNeeded: key.tableHash)
        var place = Int(hash) & mask
        while !slots[place].isEmpty {
            if slots[place].hash == hash, matches(slots[place].index) { return slots[place].index }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds an index below 2³²−1 for a key that is not there.
    package mutating func insert(_ index: UInt32, for newKey: some TableKey) {
        let slot = Slot(hash: UInt32(truncatingIfNeeded: newKey.tableHash), index: index)
        precondition(!slot.isEmpty, "an index below 2³²−1")
        if (count + 1) * 4 > slots.count * 3 { grow() }
        put(slot)
        count += 1
    }

    /// Takes out the index of a key that is there. What was pushed past its slot moves back, so that no gap ends a search early.
    package mutating func remove(_ index: UInt32, for key: some TableKey) {
        var gap = Int(UInt32(truncatingIfNeeded: key.tableHash)) & mask
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

    /// Of a hash or a key, whose 32 bytes are four words.
    static func of(_ bytes: some FixedBytes) -> Int {
        let (first, second, third, fourth) = secrets
        let (word0, word1, word2, word3) = bytes.withUnsafeBytes {
            $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
        }
        return Int(
            truncatingIfNeeded: fold(
                fold(word0 ^ first, word1 ^ second) ^ third, fold(word2 ^ third, word3 ^ fourth) ^ first))
    }
}

extension AccountID: TableKey {
    /// The kind is left out: no two kinds have the same 32 bytes but by design, and then a search compares.
    package var tableHash: Int { TableHash.of(body) }
}

extension Digest: TableKey {
    package var tableHash: Int { TableHash.of(self) }
}

extension PublicKey: TableKey {
    package var tableHash: Int { TableHash.of(self) }
}

extension ReferenceDigest: TableKey {
    package var tableHash: Int { TableHash.of(high, low) }
}
