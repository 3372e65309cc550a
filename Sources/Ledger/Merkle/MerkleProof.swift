public import LedgerCrypto

/// Checks of RFC 6962 proofs, as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.
public enum MerkleProof {
    /// Whether `proof` shows that `leaf` stands at `index` of the tree of `count` leaves with this root.
    public static func holds(
        inclusionOf leaf: Digest, at index: UInt64, of count: UInt64, proof: [Digest], root: Digest
    ) -> Bool {
        guard index < count else { return false }
        var position = index
        var last = count - 1
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(sibling, hash)
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the tree of `newCount` leaves begins with that of `oldCount`.
    ///
    /// An empty old tree is a prefix of everything, but no proof shows it; it is refused, as are sizes in the wrong order.
    public static func holds(
        consistencyFrom oldRoot: Digest, of oldCount: UInt64, to newRoot: Digest, of newCount: UInt64, proof: [Digest]
    ) -> Bool {
        guard oldCount > 0, oldCount <= newCount else { return false }
        if oldCount == newCount { return proof.isEmpty && oldRoot == newRoot }
        var path = proof[...]
        var position = oldCount - 1
        var last = newCount - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        // A perfect old tree is itself the first node; otherwise the proof begins with that node.
        guard let seed = oldCount.nonzeroBitCount == 1 ? oldRoot : path.popFirst() else { return false }
        var old = seed
        var new = seed
        for sibling in path {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                old = MerkleHash.node(sibling, old)
                new = MerkleHash.node(sibling, new)
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = MerkleHash.node(new, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
