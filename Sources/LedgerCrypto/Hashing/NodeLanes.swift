import CHashLanes

/// Nodes of RFC 6962 trees, SHA-256(01 ‖ left ‖ right), hashed side by side where their level lies and written where the next one lies.
extension SHA256 {
    /// Renews those nodes of the level `above` whose indices are given, ascending. Node i stands over the digests 2i and 2i + 1 `below`;
    /// where the latter is missing, it is the former.
    package static func renewNodes(
        _ indices: [Int], over below: [Digest], in above: inout [Digest], lanes: Int = HashLanes.best
    ) {
        var count = indices.count
        if let last = indices.last, 2 * last + 1 == below.count {
            above[last] = below[2 * last]
            count -= 1
        }
        for place in 0..<count {
            let index = indices[place]
            precondition(index >= 0 && index < above.count && 2 * index + 1 < below.count, "a node over two")
        }
        guard lanes > 1, count > 1 else {
            for place in 0..<count {
                above[indices[place]] = node(below[2 * indices[place]], below[2 * indices[place] + 1])
            }
            return
        }
        indices.withUnsafeBufferPointer { indices in
            below.withUnsafeBytes { below in
                above.withUnsafeMutableBytes { hashNodes(below, indices.baseAddress, count, into: $0, lanes) }
            }
        }
    }

    /// Replaces a level by the one above it. A last digest without a neighbour moves up as it is.
    package static func foldNodes(_ level: inout [Digest], lanes: Int = HashLanes.best) {
        let pairs = level.count / 2
        if lanes > 1, pairs > 1 {
            level.withUnsafeMutableBytes { hashNodes(UnsafeRawBufferPointer($0), nil, pairs, into: $0, lanes) }
        } else {
            for pair in 0..<pairs { level[pair] = node(level[2 * pair], level[2 * pair + 1]) }
        }
        if level.count % 2 == 1 { level[pairs] = level[level.count - 1] }
        level.removeLast(pairs)
    }

    private static func hashNodes(
        _ below: UnsafeRawBufferPointer, _ indices: UnsafePointer<Int>?, _ count: Int,
        into above: UnsafeMutableRawBufferPointer, _ lanes: Int
    ) {
        start.withStart { state, _ in
            laurel_hash_nodes(
                Int32(lanes), state, below.assumingMemoryBound(to: UInt8.self).baseAddress, indices, count,
                above.assumingMemoryBound(to: UInt8.self).baseAddress)
        }
    }
}
