public import LedgerCrypto

extension LedgerState {
    /// Closes the open block: brings a changed policy into force and renews the trees over what the block touched.
    ///
    /// - Returns: the state root.
    /// - Complexity: one leaf and at most log₂(n) node hashes for each record touched, each once; a collection that the block did not
    ///   touch costs none.
    mutating func seal() -> Digest {
        if let next = nextPolicy {
            policy = next
            nextPolicy = nil
            block.policyChanged = true
        }
        block.accounts = touchedAccounts.drain()
        block.spending = touchedSpending.drain()
        renewTrees()
        var encoder = CanonicalEncoder(reserving: 256)
        let isFirst = trees.leaves.isEmpty
        for collection in CollectionRoot.Collection.allCases {
            if isFirst {
                trees.leaves.append(root(of: collection, &encoder).leaf(&encoder))
            } else if changes(collection) {
                trees.leaves[Int(collection.rawValue)] = root(of: collection, &encoder).leaf(&encoder)
            }
        }
        return stateRoot
    }

    private mutating func renewTrees() {
        var batch = LeafBatch()
        swap(&batch, &trees.batch)
        defer { swap(&batch, &trees.batch) }
        let (touched, spent) = (block.accounts, block.spending)
        trees.accounts.update(touched, leaves: batch.leaves(touched.count) { accounts[touched[$0]] })
        trees.spending.update(spent, leaves: batch.leaves(spent.count) { spending[spent[$0]] })
        trees.rewards.append(contentsOf: batch.leaves(block.rewards.count) { block.rewards[$0] })
        trees.references.append(contentsOf: batch.leaves(block.references.count) { block.references[$0] })
        trees.revocations.append(contentsOf: batch.leaves(block.revocations.count) { block.revocations[$0] })
    }

    /// Whether the block that was just sealed changed a collection.
    private func changes(_ collection: CollectionRoot.Collection) -> Bool {
        switch collection {
        case .policy: block.policyChanged
        case .totals: true
        case .accounts: !block.accounts.isEmpty
        case .spending: !block.spending.isEmpty
        case .rewards: !block.rewards.isEmpty
        case .references: !block.references.isEmpty
        case .revocations: !block.revocations.isEmpty
        }
    }

    private func root(of collection: CollectionRoot.Collection, _ encoder: inout CanonicalEncoder) -> CollectionRoot {
        func with(_ count: UInt64, _ root: Digest) -> CollectionRoot {
            CollectionRoot(collection: collection, count: count, root: root)
        }
        switch collection {
        case .policy: return with(1, Self.leaf(policy, &encoder))
        case .totals: return with(1, Self.leaf(totals, &encoder))
        case .accounts: return with(UInt64(trees.accounts.count), trees.accounts.root)
        case .spending: return with(UInt64(trees.spending.count), trees.spending.root)
        case .rewards: return with(trees.rewards.count, trees.rewards.root)
        case .references: return with(trees.references.count, trees.references.root)
        case .revocations: return with(trees.revocations.count, trees.revocations.root)
        }
    }

    /// The roots of the seven collections, as of the last sealed block.
    public var collectionRoots: [CollectionRoot] {
        var encoder = CanonicalEncoder(reserving: 256)
        return CollectionRoot.Collection.allCases.map { root(of: $0, &encoder) }
    }

    /// The root over the collections, as of the last sealed block.
    public var stateRoot: Digest { MerkleHash.root(of: trees.leaves) }

    private static func leaf(_ record: some Canonical, _ encoder: inout CanonicalEncoder) -> Digest {
        encoder.reset()
        encoder.write(record)
        return encoder.withUnsafeBytes { MerkleHash.leaf($0) }
    }
}
