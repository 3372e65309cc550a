import GRDB
import Ledger

/// A row of `pending`: a reward whose credits have not matured, whether or not some were revoked. All mature at one moment, so the row
/// goes as a whole.
///
/// Who pays whom what is not here: the transaction says it.
struct PendingRow: Hashable, Sendable {
    static let columns = "tx, first, matures_at"

    let transaction: UInt64
    /// The number of the first credit.
    let first: UInt64
    let maturesAt: Timestamp

    /// The row of a reward.
    ///
    /// - Parameters:
    ///   - number: of its first credit.
    ///   - record: any of its credits.
    init(first number: UInt64, _ record: RewardRecord) {
        transaction = record.transaction
        first = number
        maturesAt = record.maturesAt
    }

    init(_ row: Row) throws(Damage) {
        transaction = try Columns(row: row, place: .pending, key: "a row").integer(0)
        let columns = Columns(row: row, place: .pending, key: "transaction", transaction)
        first = try columns.integer(1)
        maturesAt = Timestamp(milliseconds: try columns.integer(2))
    }

    /// Its values on one line.
    var summary: String {
        "transaction \(transaction), credits from number \(first) on, matures \(maturesAt)"
    }

    /// The row of a transaction.
    static func fetch(_ transaction: UInt64, _ db: Database) throws -> PendingRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM pending WHERE tx = ?")
        return try Row.fetchOne(statement, arguments: [transaction.column]).map { try PendingRow($0) }
    }

    /// The oldest reward that is pending, by its transaction; nil where none is.
    static func oldest(_ db: Database) throws -> UInt64? {
        let statement = try db.cachedStatement(sql: "SELECT min(tx) FROM pending")
        guard let row = try Row.fetchOne(statement) else { return nil }
        return try Columns(row: row, place: .pending, key: "the oldest").optionalInteger(0)
    }
}
