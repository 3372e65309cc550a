public import LedgerCrypto

/// The trees over the collections of the state.
struct StateTrees: Sendable {
    var accounts = DenseTree()
    var spending = DenseTree()
    var rewards = Frontier()
    var references = Frontier()
    var revocations = Frontier()
    /// The state root's leaf of each collection, as of the last sealed block; none before the first.
    var leaves: [Digest] = []
    /// Kept for its memory.
    var batch = LeafBatch()
}

/// One collection as the state root commits to it.
public struct CollectionRoot: Hashable, Sendable {
    public enum Collection: UInt8, Sendable, CaseIterable {
        case policy = 0
        case totals = 1
        case accounts = 2
        case spending = 3
        case rewards = 4
        case references = 5
        case revocations = 6
    }

    public let collection: Collection
    public let count: UInt64
    public let root: Digest

    /// The leaf of the state root, encoded in a buffer that the caller lends.
    func leaf(_ encoder: inout CanonicalEncoder) -> Digest {
        encoder.reset()
        encoder.write(byte: collection.rawValue)
        encoder.write(count)
        encoder.write(root)
        return encoder.withUnsafeBytes { MerkleHash.leaf($0) }
    }
}
