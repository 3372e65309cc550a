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
    /// The postings that name an account, newest first; nil where `before` is no posting of its.
    ///
    /// - Parameter before: the number of the last entry of the page before; nil for the newest.
    package func history(of account: Int, before: Int64? = nil, limit: Int) throws(StoreError) -> [HistoryEntry]? {
        try read { db in
            guard var walk = try HistoryWalk(account, db, before: before) else { return nil }
            var times: [UInt64: Timestamp] = [:]
            var entries: [HistoryEntry] = []
            while entries.count < limit, let (number, posting, height) = try walk.next(db) {
                let time = try times[height] ?? Self.time(ofBlock: height, db)
                times[height] = time
                entries.append(
                    HistoryEntry(number: number.column, posting: posting, height: height, time: time))
            }
            return entries
        }
    }

    static func time(ofBlock height: UInt64, _ db: Database) throws -> Timestamp {
        guard let block = try blockRow(height, db) else {
            throw Damage(.blocks, "height \(height)", found: "no row", expected: "the block of what names it")
        }
        return block.header.header.time
    }
}

/// Goes back through an account's history from posting to posting. A step costs one row, or none if it stays in the row before.
struct HistoryWalk {
    private let account: UInt32
    private var number: UInt64?
    private var row: PostingRow?

    /// - Parameter before: a posting of the account, from which it goes on to the older ones; nil to begin at the newest.
    /// - Returns: nil where the account has no such posting: its place in the history could be found only by going through all of it.
    init?(_ account: Int, _ db: Database, before: Int64? = nil) throws {
        self.account = UInt32(clamping: account)
        if let before {
            guard before >= 0, let posting = try posting(UInt64(before), db), posting.accounts.contains(self.account)
            else { return nil }
            number = posting.linked.before(in: self.account)
            return
        }
        let statement = try db.cachedStatement(sql: "SELECT last_posting FROM accounts WHERE idx = ?")
        guard let row = try Row.fetchOne(statement, arguments: [account]) else { return }
        number = try Columns(row: row, place: .accounts, key: "index", UInt64(clamping: account)).optionalInteger(0)
    }

    mutating func next(_ db: Database) throws -> (number: UInt64, posting: Posting, height: UInt64)? {
        guard let number else { return nil }
        guard let (linked, accounts, height) = try posting(number, db), accounts.contains(account) else {
            throw damage(number, "no posting of account \(account)")
        }
        let before = linked.before(in: account)
        self.number = before
        return (number, linked.posting, height)
    }

    private mutating func posting(
        _ number: UInt64, _ db: Database
    ) throws -> (linked: LinkedPosting, accounts: [UInt32], height: UInt64)? {
        if row?.posting(number) == nil { row = try LedgerStore.postingRow(of: number, db) }
        guard let row, let linked = row.posting(number) else { return nil }
        return (linked, linked.posting.accounts, row.height)
    }

    private func damage(_ number: UInt64, _ found: String) -> Damage {
        Damage(.history, "account \(account), posting \(number)", found: found, expected: "the next older posting")
    }
}
