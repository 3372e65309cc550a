import LedgerCrypto

/// What a transaction is called by: its id, and its leaf in a block's transactions root. Both are hashed where its encoding stands.
struct TransactionHashes {
    let id: Digest
    let leaf: Digest

    /// The name of one transaction, which stands at `extent` in `bytes`.
    init(of extent: SignedTransaction.Extent, in bytes: [UInt8], on chain: Digest) {
        (id, leaf) = bytes.withUnsafeBytes { buffer in
            let whole = UnsafeRawBufferPointer(rebasing: buffer[extent.whole])
            let unsigned = UnsafeRawBufferPointer(rebasing: buffer[extent.unsigned])
            return (Transaction.id(ofEncoded: unsigned, on: chain), MerkleHash.leaf(whole))
        }
    }

    private init(id: Digest, leaf: Digest) {
        (self.id, self.leaf) = (id, leaf)
    }

    /// Those of many.
    static func all(
        of extents: ArraySlice<SignedTransaction.Extent>, in bytes: [UInt8], on chain: Digest
    ) -> [TransactionHashes] {
        guard extents.count > 1 else {
            return extents.map { TransactionHashes(of: $0, in: bytes, on: chain) }
        }
        return bytes.withUnsafeBytes { buffer in
            let ids = Transaction.ids(ofEncoded: extents.map(\.unsigned), in: buffer, on: chain)
            let leaves = MerkleHash.leaves(extents.map(\.whole), of: buffer)
            return zip(ids, leaves).map(TransactionHashes.init)
        }
    }
}
