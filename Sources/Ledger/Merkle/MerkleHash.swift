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

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = SHA256.hash([])

    /// The root over the leaf hashes. Works up level by level; an odd last node moves up as it is, which is RFC 6962's tree.
    public static func root(of leaves: [Digest]) -> Digest {
        guard !leaves.isEmpty else { return empty }
        var level = leaves
        while level.count > 1 { SHA256.foldNodes(&level) }
        return level[0]
    }
}
