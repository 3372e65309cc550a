public import LedgerCrypto

/// An append-only RFC 6962 tree of which only the roots of its perfect subtrees are kept: log₂(n) hashes.
public struct Frontier: Sendable, Equatable {
    public private(set) var count: UInt64 = 0
    /// The roots of the perfect subtrees, largest first: one for each bit that is set in `count`.
    public private(set) var peaks: [Digest] = []

    public init() {}

    /// Nil unless there is one peak for each bit of `count`.
    public init?(count: UInt64, peaks: [Digest]) {
        guard peaks.count == count.nonzeroBitCount else { return nil }
        self.count = count
        self.peaks = peaks
    }

    public mutating func append(_ leaf: Digest) {
        var hash = leaf
        for _ in 0..<count.trailingOnes { hash = MerkleHash.node(peaks.removeLast(), hash) }
        peaks.append(hash)
        count += 1
    }

    /// Appends leaves in order, and hashes each level's new nodes together.
    public mutating func append(contentsOf leaves: [Digest]) {
        guard leaves.count > 1 else {
            for leaf in leaves { append(leaf) }
            return
        }
        // The peaks that this changes, smallest first; those that are larger stay.
        var changed: [Digest] = []
        var size = count
        var level = leaves
        while !level.isEmpty {
            if size % 2 == 1 { level.insert(peaks.removeLast(), at: 0) }
            if level.count % 2 == 1 { changed.append(level.removeLast()) }
            SHA256.foldNodes(&level)
            size /= 2
        }
        peaks += changed.reversed()
        count += UInt64(leaves.count)
    }

    public var root: Digest {
        guard var root = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { root = MerkleHash.node(peak, root) }
        return root
    }
}

extension UInt64 {
    fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }
}

extension Frontier: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(count)
        for peak in peaks { encoder.write(peak) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        count = try decoder.readInteger()
        for _ in 0..<count.nonzeroBitCount { peaks.append(try decoder.readDigest()) }
    }
}
