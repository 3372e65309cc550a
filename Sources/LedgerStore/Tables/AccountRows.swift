import GRDB
import Ledger

/// Writes rows of `accounts`, as ``AccountRow`` reads them.
///
/// Most of what a row costs is its places in the orders by balance and by earned total. SQLite moves a row in an order whenever its column
/// is set, be it to the same value, so each statement sets no more than must be.
struct AccountRows {
    private let rest: RowStatement
    private let balance: RowStatement
    private let all: RowStatement
    private let new: RowStatement
    private var encoder = CanonicalEncoder(reserving: 64)

    init(_ db: Database) throws {
        let update = "UPDATE accounts SET rest = ?, pending = ?, last_posting = ?"
        rest = try RowStatement(db, "\(update) WHERE idx = ?")
        balance = try RowStatement(db, "\(update), balance = ? WHERE idx = ?")
        all = try RowStatement(db, "\(update), balance = ?, earned = ? WHERE idx = ?")
        new = try RowStatement(
            db,
            "INSERT INTO accounts (rest, pending, last_posting, balance, earned, idx, id) VALUES (?, ?, ?, ?, ?, ?, ?)")
    }

    /// - Parameters:
    ///   - tail: what the row says beside the record.
    ///   - before: what the row says now; nil where it is a new one.
    mutating func write(_ index: Int, _ account: AccountRecord, _ tail: AccountTail, before: AccountAmounts?) throws {
        let (key, pending, last) = (Int64(index), tail.pending, tail.lastPosting?.column)
        let (balance, earned) = (account.balance, account.earned)
        encoder.reset()
        account.encodeRest(to: &encoder)
        guard let before else {
            try new.run(encoder, pending, last, balance, earned, key, account.id.encoded)
            return
        }
        let rows =
            if before.earned != earned {
                try all.run(encoder, pending, last, balance, earned, key)
            } else if before.balance != balance {
                try self.balance.run(encoder, pending, last, balance, key)
            } else {
                try rest.run(encoder, pending, last, key)
            }
        guard rows == 1 else { throw Damage(.accounts, "index \(index)", found: "no row", expected: "\(account.id)") }
    }
}
