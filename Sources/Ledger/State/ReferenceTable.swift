/// Which transaction pays each reference. A reference whose credits were all revoked stays, marked as free.
struct ReferenceTable: Sendable {
    private static let free = UInt64.max
    private var records: [ReferenceRecord] = []
    private var table = HashTable()

    /// The transaction that pays `reference`; nil where it is free.
    subscript(_ reference: ReferenceDigest) -> UInt64? {
        get {
            guard let index = find(reference), records[index].transaction != Self.free else { return nil }
            return records[index].transaction
        }
        set {
            let transaction = newValue ?? Self.free
            if let index = find(reference) {
                records[index].transaction = transaction
            } else {
                append(ReferenceRecord(reference: reference, transaction: transaction))
            }
        }
    }

    /// Writes down that `transaction` pays a reference, unless one does already; returns whether it was free.
    mutating func pay(_ reference: ReferenceDigest, by transaction: UInt64) -> Bool {
        if let index = find(reference) {
            guard records[index].transaction == Self.free else { return false }
            records[index].transaction = transaction
        } else {
            append(ReferenceRecord(reference: reference, transaction: transaction))
        }
        return true
    }

    private mutating func append(_ record: ReferenceRecord) {
        table.insert(UInt32(records.count), for: record.reference)
        records.append(record)
    }

    func prefetch(_ reference: ReferenceDigest) { table.prefetchSlot(of: reference) }

    private func find(_ reference: ReferenceDigest) -> Int? {
        table.find(reference) { records[Int($0)].reference == reference }.map { Int($0) }
    }

    /// The references that are paid, in order of first payment.
    var paid: [ReferenceRecord] { records.filter { $0.transaction != Self.free } }

    mutating func reserve(_ count: Int) { records.reserveCapacity(count) }
}
