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
        for (index, hash) in zip(changed, leaves) { Self.put(hash, at: index, in: &levels[0]) }
        var dirty = changed
        var level = 0
        while levels[level].count > 1 {
            if level + 1 == levels.count { levels.append([]) }
            // Taken out while it changes, so that nobody else holds it and it changes in place.
            var above: [Digest] = []
            swap(&above, &levels[level + 1])
            Self.renew(&above, over: levels[level], &dirty)
            swap(&above, &levels[level + 1])
            level += 1
        }
    }

    /// Renews the nodes above changed ones, whose indices `dirty` holds in ascending order; afterwards it holds those of the nodes.
    private static func renew(_ above: inout [Digest], over below: [Digest], _ dirty: inout [Int]) {
        let areMany = dirty.count >= MerkleHash.many
        var parents = 0
        // Not `for index in dirty`, which would hold on to the array and so copy it at the first write.
        for position in dirty.indices {
            let parent = dirty[position] / 2
            guard parents == 0 || dirty[parents - 1] != parent else { continue }
            dirty[parents] = parent
            parents += 1
            if !areMany { put(node(parent, over: below), at: parent, in: &above) }
        }
        dirty.removeLast(dirty.count - parents)
        guard areMany else { return }
        // Only the last can have but one below it.
        let last = dirty[parents - 1]
        let pairs = dirty[..<(2 * last + 1 < below.count ? parents : parents - 1)]
        for (index, hash) in zip(pairs, MerkleHash.nodes(pairs, over: below)) { put(hash, at: index, in: &above) }
        if pairs.count < parents { put(node(last, over: below), at: last, in: &above) }
    }

    private static func node(_ index: Int, over below: [Digest]) -> Digest {
        let left = below[2 * index]
        return 2 * index + 1 < below.count ? MerkleHash.node(left, below[2 * index + 1]) : left
    }

    private static func put(_ hash: Digest, at index: Int, in level: inout [Digest]) {
        precondition(index <= level.count, "index \(index) would leave a gap after \(level.count)")
        if index < level.count { level[index] = hash } else { level.append(hash) }
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
