import LedgerCrypto

/// Signatures to be checked one after the other, laid out so that everything a check needs stands side by side.
struct SignatureList {
    private struct Entry {
        /// Nil where the key is no point of the curve, so that nothing is its signature.
        let point: ParsedKey?
        let signature: Signature
        let message: Digest
        let transaction: Int
        let witness: Int
    }

    private var entries: [Entry] = []

    init(reserving count: Int) { entries.reserveCapacity(count) }

    var count: Int { entries.count }

    /// Appends the signatures of a block's transaction.
    mutating func add(_ witnesses: borrowing Witnesses, of transaction: Int, _ id: Digest, _ keys: inout ParsedKeys) {
        for index in 0..<witnesses.count {
            let witness = witnesses[index]
            entries.append(
                Entry(
                    point: keys.point(of: witness.key), signature: witness.signature, message: id,
                    transaction: transaction, witness: index))
        }
    }

    /// The number of the first that does not hold; nil where all do.
    func firstInvalid() -> Int? {
        entries.firstIndex { $0.point?.isValid($0.signature, for: $0.message) != true }
    }

    /// Whose signature it is.
    func place(of number: Int) -> (transaction: Int, witness: Int) {
        (entries[number].transaction, entries[number].witness)
    }
}
