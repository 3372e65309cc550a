public import LedgerCrypto

extension LedgerState {
    /// Closes the open block: brings a changed policy into force and renews the trees over what the block touched.
    ///
    /// - Returns: the state root.
    /// - Complexity: one leaf and at most log₂(n) node hashes for each record touched, each once; a collection that the block did not
    ///   touch costs none.
    mutating func seal() -> Digest {
        if let next = opened.nextPolicy {
            collections.policy = next
            opened.nextPolicy = nil
            opened.changes.policyChanged = true
        }
        opened.changes.accounts = opened.touchedAccounts.drain()
        opened.changes.spending = opened.touchedSpending.drain()
        renewTrees()
        var encoder = CanonicalEncoder(reserving: 256)
        let isFirst = collections.trees.leaves.isEmpty
        for collection in CollectionRoot.Collection.allCases {
            if isFirst {
                collections.trees.leaves.append(root(of: collection, &encoder).leaf(&encoder))
            } else if changes(collection) {
                collections.trees.leaves[Int(collection.rawValue)] = root(of: collection, &encoder).leaf(&encoder)
            }
        }
        return stateRoot
    }

    private mutating func renewTrees() {
        var batch = LeafBatch()
        swap(&batch, &collections.trees.batch)
        defer { swap(&batch, &collections.trees.batch) }
        let (touched, spent) = (opened.changes.accounts, opened.changes.spending)
        collections.trees.accounts.update(
            touched, leaves: batch.leaves(touched.count) { collections.accounts[touched[$0]] })
        collections.trees.spending.update(spent, leaves: batch.leaves(spent.count) { collections.spending[spent[$0]] })
        collections.trees.rewards.append(
            contentsOf: batch.leaves(opened.changes.rewards.count) { opened.changes.rewards[$0] })
        collections.trees.references.append(
            contentsOf: batch.leaves(opened.changes.references.count) { opened.changes.references[$0] })
        collections.trees.revocations.append(
            contentsOf: batch.leaves(opened.changes.revocations.count) { opened.changes.revocations[$0] })
    }

    /// Whether the block that was just sealed changed a collection.
    private func changes(_ collection: CollectionRoot.Collection) -> Bool {
        switch collection {
        case .policy: opened.changes.policyChanged
        case .totals: true
        case .accounts: !opened.changes.accounts.isEmpty
        case .spending: !opened.changes.spending.isEmpty
        case .rewards: !opened.changes.rewards.isEmpty
        case .references: !opened.changes.references.isEmpty
        case .revocations: !opened.changes.revocations.isEmpty
        }
    }

    private func root(of collection: CollectionRoot.Collection, _ encoder: inout CanonicalEncoder) -> CollectionRoot {
        func with(_ count: UInt64, _ root: Digest) -> CollectionRoot {
            CollectionRoot(collection: collection, count: count, root: root)
        }
        switch collection {
        case .policy: return with(1, Self.leaf(policy, &encoder))
        case .totals: return with(1, Self.leaf(totals, &encoder))
        case .accounts: return with(UInt64(collections.trees.accounts.count), collections.trees.accounts.root)
        case .spending: return with(UInt64(collections.trees.spending.count), collections.trees.spending.root)
        case .rewards: return with(collections.trees.rewards.count, collections.trees.rewards.root)
        case .references: return with(collections.trees.references.count, collections.trees.references.root)
        case .revocations: return with(collections.trees.revocations.count, collections.trees.revocations.root)
        }
    }

    /// The roots of the seven collections, as of the last sealed opened.changes.
    public var collectionRoots: [CollectionRoot] {
        var encoder = CanonicalEncoder(reserving: 256)
        return CollectionRoot.Collection.allCases.map { root(of: $0, &encoder) }
    }

    /// The root over the collections, as of the last sealed opened.changes.
    public var stateRoot: Digest { MerkleHash.root(of: collections.trees.leaves) }

    private static func leaf(_ record: some Canonical, _ encoder: inout CanonicalEncoder) -> Digest {
        encoder.reset()
        encoder.write(record)
        return encoder.withUnsafeBytes { MerkleHash.leaf($0) }
    }
}
