public import LedgerCrypto

/// A transaction that passed every rule that needs no state: it is canonical, its values are sound, its signatures are valid.
///
/// Only the check of its signatures makes one, so a block that takes it can't hold a transaction whose signatures nobody checked. Signatures that
/// somebody chose to take for valid make another type, ``AssumedTransaction``.
public struct VerifiedTransaction: Sendable {
    public let signed: SignedTransaction
    let hashes: TransactionHashes
    /// Its encoding.
    package let bytes: [UInt8]

    public var id: Digest { hashes.id }
    public var byteCount: Int { bytes.count }
    public var transaction: Transaction { signed.transaction }

    /// Decodes and verifies a transaction that arrived by itself.
    ///
    /// - Throws: rejections 1…7, in that order.
    public init(decoding bytes: [UInt8], on chain: Digest) throws(Rejection) {
        var keys = ParsedKeys()
        self = try ArrivedTransaction(decoding: bytes, on: chain).verified(keys: &keys)
    }

    /// Checks the signatures of a transaction whose values are sound, up to the first that does not hold.
    init(
        checking signed: consuming SignedTransaction, _ hashes: TransactionHashes, _ bytes: [UInt8],
        keys: inout ParsedKeys
    ) throws(Rejection) {
        self.signed = signed
        (self.hashes, self.bytes) = (hashes, bytes)
        for index in 0..<self.signed.witnesses.count {
            let witness = self.signed.witnesses[index]
            guard keys.isValid(witness.signature, by: witness.key, for: id) else {
                throw .badSignature(witness: index, key: witness.key)
            }
        }
    }

    /// Rejections 1 and 4…6, in that order. Not inlined; ``ExaminedRun`` says why.
    @inline(never)
    static func checkValues(
        _ signed: borrowing SignedTransaction, _ extent: SignedTransaction.Extent
    ) throws(Rejection) {
        let byteCount = extent.whole.count
        guard byteCount <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: byteCount) }
        try signed.transaction.validate()
    }
}
