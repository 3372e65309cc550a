import GRDB
import Ledger

/// A row of `refs`: the references that one block paid.
///
/// Each as its 16 bytes and, as a compact number, how many transactions after the one before it its transaction comes; the first
/// counts from 0.
struct ReferenceRow {
    let first: UInt64
    let records: [ReferenceRecord]

    init(_ row: Row) throws(Damage) {
        first = try Columns(row: row, place: .references, key: "a row").integer(0)
        let columns = Columns(row: row, place: .references, key: "number", first)
        let bytes = try columns.blob(1)
        var decoder = CanonicalDecoder(bytes)
        var records: [ReferenceRecord] = []
        records.reserveCapacity(bytes.count / (ReferenceDigest.byteCount + 1))
        do {
            repeat {
                let reference = try ReferenceDigest(from: &decoder)
                let start = decoder.offset
                let (transaction, overflows) = (records.last?.transaction ?? 0)
                    .addingReportingOverflow(try decoder.readCompact())
                guard !overflows else { throw decoder.fault(at: start, "a transaction below 2^64") }
                records.append(ReferenceRecord(reference: reference, transaction: transaction))
            } while decoder.remaining > 0
        } catch { throw columns.damage(found: "\(error)", expected: "references, each with its transaction") }
        self.records = records
    }

    /// The row's bytes for references in the order in which a block paid them.
    static func encode(_ records: [ReferenceRecord]) -> [UInt8] {
        var encoder = CanonicalEncoder(reserving: records.count * (ReferenceDigest.byteCount + 1) + 9)
        var before: UInt64 = 0
        for record in records {
            encoder.write(record.reference)
            encoder.write(compact: record.transaction - before)
            before = record.transaction
        }
        return encoder.bytes
    }
}
