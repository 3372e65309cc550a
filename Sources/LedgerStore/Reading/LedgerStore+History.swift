import GRDB
package import Ledger

/// A line of an account's history.
package struct HistoryEntry: Sendable {
    /// The posting's running number, which is the cursor for the page after it.
    package let number: Int64
    package let posting: Posting
    /// The block that made the posting, and its time.
    package let height: UInt64
    package let time: Timestamp
}

extension LedgerStore {
    /// The postings that name an account, newest first.
    ///
    /// - Parameter before: the number of the last entry of the page before; nil for the newest.
    package func history(of account: Int, before: Int64? = nil, limit: Int) throws(StoreError) -> [HistoryEntry] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(Self.postingColumns) FROM postings WHERE number IN (
                        SELECT posting FROM history WHERE account = ? AND posting < ? ORDER BY posting DESC LIMIT ?)
                    ORDER BY number DESC
                    """)
            let rows = try Row.fetchAll(statement, arguments: [account, before ?? .max, limit])
            var times: [UInt64: Timestamp] = [:]
            return try rows.map { row in
                let columns = try Self.postingRow(row)
                let height = try columns.integer(1)
                let time = try times[height] ?? Self.time(ofBlock: height, db)
                times[height] = time
                return HistoryEntry(
                    number: row[0], posting: try Posting(columns, from: 2), height: height, time: time)
            }
        }
    }

    /// An account's pending credits that were not revoked, oldest first.
    package func pending(of account: Int, limit: Int = .max) throws(StoreError) -> [RewardRecord] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(PendingRow.columns) FROM pending
                    WHERE recipient = ? AND revoked = 0 ORDER BY number LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [account, limit]).map { try PendingRow($0).record }
        }
    }

    /// The sum of an account's pending credits that were not revoked.
    package func pendingAmount(of account: Int) throws(StoreError) -> Amount {
        var sum = Amount.zero
        for record in try pending(of: account) {
            guard let next = sum.adding(record.amount) else {
                let damage = Damage(
                    .pending, "account \(account)", found: "a sum over 2^128-1", expected: "a sum that is paid")
                throw .damaged(directory: directory, damage)
            }
            sum = next
        }
        return sum
    }

    static func postingRow(_ row: Row) throws(Damage) -> Columns {
        let number = try Columns(row: row, place: .postings, key: "a row").integer(0)
        return Columns(row: row, place: .postings, key: "number", number)
    }

    private static func time(ofBlock height: UInt64, _ db: Database) throws -> Timestamp {
        guard let block = try blockRow(height, db) else {
            throw Damage(.postings, "a posting of block \(height)", found: "no such block", expected: "its block")
        }
        return block.header.header.time
    }
}

/// A row of `pending`.
struct PendingRow {
    static let columns = "number, tx, credit, recipient, revoked, record"

    let number: UInt64
    let isRevoked: Bool
    let record: RewardRecord

    /// Reads ``columns``, which must agree with each other.
    init(_ row: Row) throws(Damage) {
        number = try Columns(row: row, place: .pending, key: "a row").integer(0)
        let columns = Columns(row: row, place: .pending, key: "number", number)
        record = try columns.value(5)
        let revoked = try columns.integer(4)
        guard revoked <= 1 else { throw columns.damage(found: "revoked \(revoked)", expected: "0 or 1") }
        isRevoked = revoked == 1
        let found = (try columns.integer(1), try columns.integer(2), try columns.integer(3))
        let expected = (record.transaction, UInt64(record.credit), UInt64(record.recipient))
        guard found == expected else {
            throw columns.damage(
                found: "transaction \(found.0), credit \(found.1), recipient \(found.2)",
                expected: "\(expected.0), \(expected.1), \(expected.2) as in its record")
        }
    }
}
