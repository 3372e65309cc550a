public import LedgerCrypto

/// An RFC 6962 tree over a dense array whose leaves change in place. All nodes are kept, 64 bytes for each leaf.
///
/// `levels[0]` holds the leaves, each further level the nodes above them; an odd last node stands on the next level as it is.
/// Changes are gathered and hashed together: a path that two changed leaves share is hashed once.
public struct DenseTree: Sendable {
    private var levels: [[Digest]] = [[]]

    public init() {}

    public var count: Int { levels[0].count }

    /// The hash of a leaf.
    public subscript(leaf index: Int) -> Digest { levels[0][index] }

    /// Sets or appends leaves and renews the nodes above them.
    ///
    /// - Parameters:
    ///   - changed: the leaves' indices, strictly ascending; those from ``count`` on must follow without a gap.
    ///   - leaves: their hashes.
    /// - Complexity: at most log₂(n) hashes for each changed leaf, fewer where they share paths.
    public mutating func update(_ changed: [Int], leaves: [Digest]) {
        precondition(changed.count == leaves.count, "a hash for each leaf")
        guard !changed.isEmpty else { return }
        for (index, hash) in zip(changed, leaves) { put(hash, at: index) }
        var dirty = changed
        // A level is taken out of `levels` while it changes. In its place it would be held twice, and so copied at its first change.
        var below: [Digest] = []
        swap(&below, &levels[0])
        var level = 0
        while below.count > 1 {
            if level + 1 == levels.count { levels.append([]) }
            var above: [Digest] = []
            swap(&above, &levels[level + 1])
            Self.renew(&above, over: below, &dirty)
            swap(&below, &levels[level])
            below = above
            level += 1
        }
        swap(&below, &levels[level])
    }

    /// Renews the nodes above changed ones, whose indices `dirty` holds in ascending order; afterwards it holds those of the nodes.
    private static func renew(_ above: inout [Digest], over below: [Digest], _ dirty: inout [Int]) {
        var parents = 0
        // Not `for index in dirty`, which would hold on to the array and so copy it at the first write.
        for position in dirty.indices {
            let parent = dirty[position] / 2
            guard parents == 0 || dirty[parents - 1] != parent else { continue }
            dirty[parents] = parent
            parents += 1
        }
        dirty.removeLast(dirty.count - parents)
        while above.count < (below.count + 1) / 2 { above.append(.zero) }
        SHA256.renewNodes(dirty, over: below, in: &above)
    }

    private mutating func put(_ hash: Digest, at index: Int) {
        precondition(index <= count, "leaf \(index) would leave a gap after \(count)")
        if index < count { levels[0][index] = hash } else { levels[0].append(hash) }
    }

    public var root: Digest {
        levels[0].isEmpty ? MerkleHash.empty : levels[levels.count - 1][0]
    }

    /// The inclusion proof of a leaf (RFC 6962, section 2.1.1): the siblings from the bottom up.
    public func inclusionProof(of index: Int) -> [Digest] {
        precondition(index >= 0 && index < count, "leaf \(index) of \(count)")
        var position = index
        var proof: [Digest] = []
        for level in levels.dropLast() {
            let sibling = position ^ 1
            if sibling < level.count { proof.append(level[sibling]) }
            position /= 2
        }
        return proof
    }
}
