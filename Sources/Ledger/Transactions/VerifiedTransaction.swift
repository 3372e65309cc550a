public import LedgerCrypto

/// A transaction that passed every rule that needs no state: it is canonical, its values are sound, its signatures are valid.
///
/// Only verification makes one, so a rule that takes it can't be reached by a transaction whose signatures nobody checked.
public struct VerifiedTransaction: Sendable {
    public let signed: SignedTransaction
    public let id: Digest
    /// The leaf of the block's transactions root.
    let leaf: Digest
    public let byteCount: Int

    public var transaction: Transaction { signed.transaction }

    /// Decodes and verifies a transaction that arrived by itself.
    ///
    /// - Throws: rejections 1…7, in that order.
    public init(decoding bytes: [UInt8], on chain: Digest) throws(Rejection) {
        guard bytes.count <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: bytes.count) }
        var decoder = CanonicalDecoder(bytes)
        let signed: SignedTransaction
        var unsignedEnd = 0
        do {
            signed = try SignedTransaction(from: &decoder, unsignedEnd: &unsignedEnd)
            try decoder.finish()
        } catch { throw Rejection(error) }
        var keys = ParsedKeys()
        let extent = SignedTransaction.Extent(start: 0, unsignedEnd: unsignedEnd, end: bytes.count)
        let name = TransactionName(of: extent, in: bytes, on: chain)
        try self.init(signed, name, extent, keys: &keys)
    }

    /// Verifies a decoded transaction that stood at `extent`.
    init(
        _ signed: consuming SignedTransaction, _ name: TransactionName, _ extent: SignedTransaction.Extent,
        keys: inout ParsedKeys
    ) throws(Rejection) {
        self.init(passed: signed, name, extent)
        try Self.checkValues(self.signed, extent)
        for index in 0..<self.signed.witnesses.count {
            let witness = self.signed.witnesses[index]
            guard keys.isValid(witness.signature, by: witness.key, for: id) else {
                throw .badSignature(witness: index, key: witness.key)
            }
        }
    }

    /// A transaction that verification has let pass.
    init(passed signed: consuming SignedTransaction, _ name: TransactionName, _ extent: SignedTransaction.Extent) {
        self.signed = signed
        (id, leaf) = (name.id, name.leaf)
        byteCount = extent.end - extent.start
    }

    /// Rejections 1 and 4…6, in that order. Not inlined; ``VerifiedRun`` says why.
    @inline(never)
    static func checkValues(
        _ signed: borrowing SignedTransaction, _ extent: SignedTransaction.Extent
    ) throws(Rejection) {
        let byteCount = extent.end - extent.start
        guard byteCount <= SignedTransaction.byteLimit else { throw .tooLarge(byteCount: byteCount) }
        try signed.transaction.validate()
    }
}
