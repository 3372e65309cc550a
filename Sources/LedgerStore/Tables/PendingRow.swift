import GRDB
import Ledger

/// One credit of a ``PendingRow``.
struct PendingCredit: Packable {
    static var packedBytes: Int { 4 + 16 + 16 }

    let recipient: UInt32
    let amount: Amount
    let reference: ReferenceDigest

    init(_ record: RewardRecord) {
        recipient = record.recipient
        amount = record.amount
        reference = record.reference
    }

    func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(recipient)
        encoder.write(amount)
        encoder.write(reference)
    }

    init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        recipient = try decoder.readInteger()
        amount = try Amount(from: &decoder)
        reference = try ReferenceDigest(from: &decoder)
    }
}

/// A row of `pending`: all credits of one transaction, revoked ones too. They mature at one moment, so the row goes as a whole.
struct PendingRow {
    static let columns = "tx, first, issuer, epoch, matures_at, credits"

    /// The number of the first credit.
    let first: UInt64
    let records: [RewardRecord]

    init(_ row: Row) throws(Damage) {
        let transaction = try Columns(row: row, place: .pending, key: "a row").integer(0)
        let columns = Columns(row: row, place: .pending, key: "transaction", transaction)
        first = try columns.integer(1)
        let issuer = try columns.integer(2, as: UInt32.self)
        let epoch = try columns.integer(3)
        let maturesAt = Timestamp(milliseconds: try columns.integer(4))
        let credits = try columns.packed(5, as: PendingCredit.self)
        guard credits.count <= Reward.creditLimit else {
            throw columns.damage(found: "\(credits.count) credits", expected: "1…\(Reward.creditLimit)")
        }
        records = credits.enumerated().map { index, credit in
            RewardRecord(
                transaction: transaction, credit: UInt16(index), issuer: issuer, recipient: credit.recipient,
                amount: credit.amount, epoch: epoch, maturesAt: maturesAt, reference: credit.reference)
        }
    }

    /// The row of a transaction.
    static func fetch(_ transaction: UInt64, _ db: Database) throws -> PendingRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM pending WHERE tx = ?")
        return try Row.fetchOne(statement, arguments: [transaction.column]).map { try PendingRow($0) }
    }
}
