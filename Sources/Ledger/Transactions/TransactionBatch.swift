package import LedgerCrypto

/// Signed transactions that came in one piece: a count, then one encoding after the other.
package struct TransactionBatch: Sendable {
    private let bytes: [UInt8]
    private let transactions: [SignedTransaction]
    private let extents: [SignedTransaction.Extent]

    /// - Parameter limits: how many there may be.
    package init(decoding bytes: [UInt8], limits: ClosedRange<Int>) throws(DecodingFault) {
        var decoder = CanonicalDecoder(bytes)
        (transactions, extents) = try SignedTransaction.decodeList(from: &decoder, limits)
        try decoder.finish()
        self.bytes = bytes
    }

    package var count: Int { transactions.count }
    package var byteCount: Int { bytes.count }

    /// Who sent each of them, by what it says.
    package var senders: [AccountID] { transactions.map(\.transaction.sender) }

    /// The encoding of one of them.
    package func bytes(of index: Int) -> [UInt8] { Array(bytes[extents[index].whole]) }

    package subscript(_ index: Int) -> SignedTransaction { transactions[index] }

    /// The id of one of them.
    package func id(of index: Int, on chain: Digest) -> Digest {
        TransactionHashes(of: extents[index], in: bytes, on: chain).id
    }

    /// What is wrong with the values of one of them: rejections 1 and 4…6, in that order. It costs no signature check.
    package func fault(of index: Int) -> Rejection? {
        do throws(Rejection) { try VerifiedTransaction.checkValues(transactions[index], extents[index]) } catch {
            return error
        }
        return nil
    }

    /// Checks some of them without state, each by itself: rejections 1 and 4…7, in that order.
    package func verify(
        _ indices: some RandomAccessCollection<Int>, on chain: Digest, keys: inout ParsedKeys
    ) -> [Result<VerifiedTransaction, Rejection>] {
        let extents = indices.map { self.extents[$0] }
        let hashes = TransactionHashes.all(of: extents[...], in: bytes, on: chain)
        return zip(indices, hashes).map { index, hashes in
            do throws(Rejection) {
                try VerifiedTransaction.checkValues(transactions[index], self.extents[index])
                return .success(
                    try VerifiedTransaction(checking: transactions[index], hashes, bytes(of: index), keys: &keys))
            } catch { return .failure(error) }
        }
    }
}
