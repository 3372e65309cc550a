import LedgerCrypto

/// Encodes records one behind the other and hashes them together, some at a time, so that they stay in the cache.
struct LeafBatch: Sendable {
    private var encoder = CanonicalEncoder()
    private var records: [Range<Int>] = []
    private static let size = 128

    /// The leaves of `count` records.
    mutating func leaves<Record: Canonical>(_ count: Int, of record: (Int) -> Record) -> [Digest] {
        guard count > 0 else { return [] }
        var leaves: [Digest] = []
        leaves.reserveCapacity(count)
        for start in stride(from: 0, to: count, by: Self.size) {
            encoder.reset()
            records.removeAll(keepingCapacity: true)
            for index in start..<min(count, start + Self.size) {
                let begin = encoder.byteCount
                encoder.write(record(index))
                records.append(begin..<encoder.byteCount)
            }
            encoder.withUnsafeBytes { leaves += MerkleHash.leaves(records, of: $0) }
        }
        return leaves
    }
}
