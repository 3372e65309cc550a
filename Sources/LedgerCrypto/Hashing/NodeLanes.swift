import CHashLanes

/// Nodes of RFC 6962 trees, SHA-256(01 ‖ left ‖ right), hashed side by side where their level lies and written where the next one lies.
extension SHA256 {
    /// Renews those nodes of the level `above` whose indices are given; node i stands over the digests 2i and 2i + 1 `below`.
    package static func renewNodes(
        _ indices: ArraySlice<Int>, over below: [Digest], in above: inout [Digest], lanes: Int = HashLanes.best
    ) {
        for index in indices {
            precondition(index >= 0 && index < above.count && 2 * index + 1 < below.count, "a node over two")
        }
        guard lanes > 1, indices.count > 1 else {
            for index in indices { above[index] = node(below[2 * index], below[2 * index + 1]) }
            return
        }
        indices.withUnsafeBufferPointer { indices in
            below.withUnsafeBytes { below in
                above.withUnsafeMutableBytes { hashNodes(below, indices.baseAddress, indices.count, into: $0, lanes) }
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
