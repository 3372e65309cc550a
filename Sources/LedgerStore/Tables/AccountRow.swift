import GRDB
import Ledger

/// A row of `accounts`: what accounts are found and ordered by in columns, the rest of the record packed, so that nothing is there twice. A
/// block changes rows all over the table, and writes each page that it changes.
struct AccountRow {
    static let columns = "idx, id, balance, earned, rest"

    let index: Int
    let record: AccountRecord

    /// Reads ``columns``, the first of `row`.
    init(_ row: Row) throws(Damage) {
        index = try Columns(row: row, place: .accounts, key: "a row").integer(0, as: Int.self)
        let columns = Columns(row: row, place: .accounts, key: "index", UInt64(index))
        let (id, rest) = (try columns.value(1, as: AccountID.self), try columns.blob(4))
        let (balance, earned) = (try columns.amount(2), try columns.amount(3))
        do { record = try AccountRecord(id, balance: balance, earned: earned, rest: rest) } catch {
            throw columns.damage(found: "\(error)", expected: "the rest of an account's record")
        }
    }
}
