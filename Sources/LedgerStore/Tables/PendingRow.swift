import GRDB
import Ledger

/// A row of `pending`: that the credits of one reward are pending, revoked ones too. They mature at one moment, so the row goes as a whole.
///
/// Whom and what they pay is not here: the transaction says it.
struct PendingRow: Hashable, Sendable {
    static let columns = "tx, first, issuer, epoch, matures_at"

    let transaction: UInt64
    /// The number of the first credit.
    let first: UInt64
    let issuer: UInt32
    let epoch: UInt64
    let maturesAt: Timestamp

    /// The row of a reward.
    ///
    /// - Parameter number: of its first credit, which `record` may be, or any other.
    init(first number: UInt64, _ record: RewardRecord) {
        transaction = record.transaction
        first = number
        issuer = record.issuer
        epoch = record.epoch
        maturesAt = record.maturesAt
    }

    init(_ row: Row) throws(Damage) {
        transaction = try Columns(row: row, place: .pending, key: "a row").integer(0)
        let columns = Columns(row: row, place: .pending, key: "transaction", transaction)
        first = try columns.integer(1)
        issuer = try columns.integer(2, as: UInt32.self)
        epoch = try columns.integer(3)
        maturesAt = Timestamp(milliseconds: try columns.integer(4))
    }

    /// Its values on one line.
    var summary: String {
        "transaction \(transaction), credits from number \(first) on, issuer \(issuer), epoch \(epoch), matures \(maturesAt)"
    }

    /// The row of a transaction.
    static func fetch(_ transaction: UInt64, _ db: Database) throws -> PendingRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM pending WHERE tx = ?")
        return try Row.fetchOne(statement, arguments: [transaction.column]).map { try PendingRow($0) }
    }
}
