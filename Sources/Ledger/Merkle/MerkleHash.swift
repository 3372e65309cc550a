public import LedgerCrypto

/// The hashes of RFC 6962, section 2.1: leaves and nodes are told apart by their first byte.
public enum MerkleHash {
    /// SHA-256(00 ‖ data).
    public static func leaf(_ data: UnsafeRawBufferPointer) -> Digest { SHA256.hash(prefix: 0, data) }

    public static func leaf(_ data: [UInt8]) -> Digest { data.withUnsafeBytes { leaf($0) } }

    /// The leaves of many pieces of data, whose ranges in `bytes` are given.
    static func leaves(_ pieces: [Range<Int>], of bytes: UnsafeRawBufferPointer) -> [Digest] {
        SHA256.hashes(prefix: 0, pieces, of: bytes)
    }

    /// SHA-256(01 ‖ left ‖ right).
    public static func node(_ left: Digest, _ right: Digest) -> Digest { SHA256.node(left, right) }

    /// So many hashes and more are worth being worked out side by side; for fewer, gathering them costs more than it saves.
    static let many = 4

    /// The nodes over many pairs of neighbours in the level below.
    ///
    /// - Parameter indices: the nodes' own.
    static func nodes(_ indices: some Sequence<Int>, over below: [Digest]) -> [Digest] {
        let pairs = indices.map { 2 * $0 * Digest.byteCount..<2 * ($0 + 1) * Digest.byteCount }
        return below.withUnsafeBytes { SHA256.hashes(prefix: 1, pairs, of: $0) }
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = SHA256.hash([])

    /// The root over the leaf hashes. Works up level by level; an odd last node moves up as it is, which is RFC 6962's tree.
    public static func root(of leaves: [Digest]) -> Digest {
        guard !leaves.isEmpty else { return empty }
        var level = leaves
        while level.count >= 2 * many {
            let last = level.count % 2 == 1 ? level.last : nil
            level = nodes(0..<level.count / 2, over: level)
            if let last { level.append(last) }
        }
        var count = level.count
        while count > 1 {
            for pair in 0..<count / 2 { level[pair] = node(level[2 * pair], level[2 * pair + 1]) }
            if count % 2 == 1 { level[count / 2] = level[count - 1] }
            count = (count + 1) / 2
        }
        return level[0]
    }
}
