package import LedgerCrypto

/// A transaction that came by itself: decoded, and of sound values. Nobody has checked its signatures yet, so nothing that it says is its
/// sender's word. It is what can be judged for the cost of its bytes, before anything is spent on signatures.
package struct ArrivedTransaction: Sendable {
    package let signed: SignedTransaction
    /// Its encoding.
    package let bytes: [UInt8]
    private let hashes: TransactionHashes

    package var id: Digest { hashes.id }

    /// - Throws: rejections 1…6, in that order.
    package init(decoding bytes: [UInt8], on chain: Digest) throws(Rejection) {
        guard bytes.count <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: bytes.count) }
        var decoder = CanonicalDecoder(bytes)
        do {
            signed = try SignedTransaction(from: &decoder)
            try decoder.finish()
        } catch { throw Rejection(error) }
        self.bytes = bytes
        let extent = SignedTransaction.Extent(of: signed, 0, bytes.count)
        try VerifiedTransaction.checkValues(signed, extent)
        hashes = TransactionHashes(of: extent, in: bytes, on: chain)
    }

    /// Checks the signatures in their order, and stops at the first that does not hold.
    ///
    /// - Throws: rejection 7.
    package func verified(keys: inout ParsedKeys) throws(Rejection) -> VerifiedTransaction {
        try VerifiedTransaction(checking: signed, hashes, bytes, keys: &keys)
    }
}
