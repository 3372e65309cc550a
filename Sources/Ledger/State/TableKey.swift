package import LedgerCrypto

/// A key of an ``HashTable``.
///
/// People choose what hashes to what: they pick keys and texts. So the hash is keyed with words that differ in each process, and whoever
/// doesn't know them can't choose keys that collide.
package protocol TableKey {
    func hashed(by hash: TableHash) -> Int
}

/// Mixes words into a hash: two words, each mixed with a secret one, are multiplied and the halves of the product put together, as in
/// wyhash. Two multiplications for 32 bytes, where the standard library's hasher takes a hundred instructions.
package struct TableHash: Sendable {
    private let first, second, third, fourth: UInt64

    /// The one of this process. Whoever hashes often keeps a copy: each look at a global of Swift's is a call.
    package static let ofProcess = TableHash()

    /// Draws its secrets from the standard library's hasher, which is seeded at random when the process starts.
    private init() {
        let words = (0..<4).map { UInt64(bitPattern: Int64($0.hashValue)) | 1 }
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    func of(_ high: UInt64, _ low: UInt64) -> Int {
        Int(truncatingIfNeeded: Self.mix(Self.mix(high ^ first, low ^ second) ^ third, first))
    }

    /// Of a hash or a key, whose 32 bytes are four words.
    func of(_ bytes: some FixedBytes) -> Int {
        let (word0, word1, word2, word3) = bytes.withUnsafeBytes {
            $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
        }
        let (left, right) = (Self.mix(word0 ^ first, word1 ^ second), Self.mix(word2 ^ third, word3 ^ fourth))
        return Int(truncatingIfNeeded: Self.mix(left ^ third, right ^ first))
    }
}

extension AccountID: TableKey {
    /// The kind is left out: no two kinds have the same 32 bytes but by design, and then a search compares.
    package func hashed(by hash: TableHash) -> Int { hash.of(body) }
}

extension Digest: TableKey {
    package func hashed(by hash: TableHash) -> Int { hash.of(self) }
}

extension PublicKey: TableKey {
    package func hashed(by hash: TableHash) -> Int { hash.of(self) }
}

extension ReferenceDigest: TableKey {
    package func hashed(by hash: TableHash) -> Int { hash.of(high, low) }
}
