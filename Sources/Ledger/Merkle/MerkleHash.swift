public import LedgerCrypto

/// The hashes of RFC 6962, section 2.1: leaves and nodes are told apart by their first byte.
public enum MerkleHash {
    /// SHA-256(00 ‖ data).
    public static func leaf(_ data: UnsafeRawBufferPointer) -> Digest { SHA256.hash(prefix: 0, data) }

    public static func leaf(_ data: [UInt8]) -> Digest { data.withUnsafeBytes { leaf($0) } }

    /// SHA-256(01 ‖ left ‖ right).
    public static func node(_ left: Digest, _ right: Digest) -> Digest { SHA256.node(left, right) }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = SHA256.hash([])

    /// The root over the leaf hashes. Works up level by level; an odd last node moves up as it is, which is RFC 6962's tree.
    public static func root(of leaves: [Digest]) -> Digest {
        guard !leaves.isEmpty else { return empty }
        var level = leaves
        var count = leaves.count
        while count > 1 {
            for pair in 0..<count / 2 { level[pair] = node(level[2 * pair], level[2 * pair + 1]) }
            if count % 2 == 1 { level[count / 2] = level[count - 1] }
            count = (count + 1) / 2
        }
        return level[0]
    }
}
