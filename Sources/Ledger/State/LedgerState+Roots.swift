public import LedgerCrypto

extension LedgerState {
    /// Closes the open block: brings a changed policy into force and renews the trees over what the block touched.
    ///
    /// - Returns: the state root.
    /// - Complexity: one leaf and at most log₂(n) node hashes for each record touched, each once.
    mutating func seal() -> Digest {
        if let next = nextPolicy {
            policy = next
            nextPolicy = nil
            trees.policy = nil
            block.policyChanged = true
        }
        block.accounts = touchedAccounts.drain()
        block.spending = touchedSpending.drain()
        var encoder = CanonicalEncoder(reserving: 256)
        trees.accounts.update(block.accounts) { Self.leaf(accounts[$0], &encoder) }
        trees.spending.update(block.spending) { Self.leaf(spending[$0], &encoder) }
        for record in block.rewards { trees.rewards.append(Self.leaf(record, &encoder)) }
        for record in block.references { trees.references.append(Self.leaf(record, &encoder)) }
        for record in block.revocations { trees.revocations.append(Self.leaf(record, &encoder)) }
        trees.policy = trees.policy ?? Self.leaf(policy, &encoder)
        return stateRoot
    }

    /// The roots of the seven collections, as of the last sealed block.
    public var collectionRoots: [CollectionRoot] {
        var encoder = CanonicalEncoder(reserving: 256)
        let policyLeaf = trees.policy ?? Self.leaf(policy, &encoder)
        return [
            CollectionRoot(collection: .policy, count: 1, root: policyLeaf),
            CollectionRoot(collection: .totals, count: 1, root: Self.leaf(totals, &encoder)),
            CollectionRoot(collection: .accounts, count: UInt64(trees.accounts.count), root: trees.accounts.root),
            CollectionRoot(collection: .spending, count: UInt64(trees.spending.count), root: trees.spending.root),
            CollectionRoot(collection: .rewards, count: trees.rewards.count, root: trees.rewards.root),
            CollectionRoot(collection: .references, count: trees.references.count, root: trees.references.root),
            CollectionRoot(collection: .revocations, count: trees.revocations.count, root: trees.revocations.root),
        ]
    }

    /// The root over the collections, as of the last sealed block.
    public var stateRoot: Digest { MerkleHash.root(of: collectionRoots.map(\.leaf)) }

    private static func leaf(_ record: some Canonical, _ encoder: inout CanonicalEncoder) -> Digest {
        encoder.reset()
        encoder.write(record)
        return encoder.bytes.withUnsafeBytes { MerkleHash.leaf($0) }
    }
}
