import GRDB
import Ledger
import LedgerCrypto

/// Finds out which of all the references that were ever paid, in order, are paid now.
struct PaidReferences {
    private let freed: Set<ReferenceRecord>
    private(set) var records: [ReferenceRecord] = []
    private(set) var frontier = Frontier()
    private var encoder = CanonicalEncoder(reserving: ReferenceDigest.byteCount + 8)

    init(freed: Set<ReferenceRecord>) {
        self.freed = freed
    }

    mutating func add(_ row: ReferenceRow) throws(Damage) {
        guard row.first == frontier.count else {
            throw Damage(.references, "number \(frontier.count)", found: "number \(row.first)", expected: "a row")
        }
        for record in row.records {
            encoder.reset()
            encoder.write(record)
            frontier.append(encoder.withUnsafeBytes { MerkleHash.leaf($0) })
            // A reference is paid anew only after it was freed, so no two that stand are the same.
            if !freed.contains(record) { records.append(record) }
        }
    }
}

extension LedgerStore {
    /// The payments that were taken back whole.
    static func freed(_ db: Database) throws -> Set<ReferenceRecord> {
        let rows = try Row.fetchCursor(db, sql: "SELECT reference, tx FROM freed")
        var freed: Set<ReferenceRecord> = []
        while let row = try rows.next() {
            let columns = Columns(row: row, place: .references, key: "freed")
            freed.insert(
                ReferenceRecord(reference: try columns.value(0), transaction: try columns.integer(1)))
        }
        return freed
    }
}
