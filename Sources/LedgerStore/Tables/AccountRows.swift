import GRDB
import Ledger

/// Writes rows of `accounts`.
///
/// Most of what a row costs is its places in the orders by balance and by earned total. SQLite moves a row in an order whenever its column
/// is set, be it to the same value, so each statement sets no more than must be.
struct AccountRows {
    /// How much of an account a block may have changed.
    enum Change {
        /// Its record alone, as where it sends a vote or is credited an amount that is still pending.
        case record
        /// Its balance too.
        case balance
        /// And what it has earned.
        case all
    }

    private let record: RowStatement
    private let balance: RowStatement
    private let all: RowStatement
    private let new: RowStatement

    init(_ db: Database) throws {
        record = try RowStatement(
            db,
            "UPDATE accounts SET record = ?, pending = ?, last_posting = ? WHERE idx = ? AND balance = ? AND earned = ?"
        )
        balance = try RowStatement(
            db,
            "UPDATE accounts SET record = ?, pending = ?, last_posting = ?, balance = ? WHERE idx = ? AND earned = ?")
        all = try RowStatement(
            db,
            "UPDATE accounts SET record = ?, pending = ?, last_posting = ?, balance = ?, earned = ? WHERE idx = ?")
        new = try RowStatement(
            db,
            """
            INSERT INTO accounts (idx, id, record, balance, earned, pending, last_posting) VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// - Parameter likely: what has probably changed. Whatever is said, the row ends as it should be.
    func write(_ index: Int, _ account: AccountRecord, _ tail: AccountTail, likely: Change) throws {
        let (index, bytes, last) = (Int64(index), account.encoded, tail.lastPosting?.column)
        if case .record = likely,
            try record.run(bytes, tail.pending, last, index, account.balance, account.earned) > 0
        {
            return
        }
        if likely != .all, try balance.run(bytes, tail.pending, last, account.balance, index, account.earned) > 0 {
            return
        }
        guard try all.run(bytes, tail.pending, last, account.balance, account.earned, index) == 0 else { return }
        try new.run(index, account.id.encoded, bytes, account.balance, account.earned, tail.pending, last)
    }
}

/// What a block's postings say about the rows of the accounts that it touched.
struct AccountChanges {
    private var moved: Set<UInt32> = []
    private var earned: Set<UInt32> = []

    init(_ postings: [Posting]) {
        for posting in postings {
            if case .balance(let account) = posting.from { moved.insert(account) }
            guard case .balance(let account) = posting.to else { continue }
            if case .balance = posting.from { moved.insert(account) } else { earned.insert(account) }
        }
    }

    func likely(_ account: Int) -> AccountRows.Change {
        earned.contains(UInt32(account)) ? .all : moved.contains(UInt32(account)) ? .balance : .record
    }
}
