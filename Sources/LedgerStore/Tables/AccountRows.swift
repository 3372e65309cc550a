import GRDB
import Ledger

/// Writes rows of `accounts`, as ``AccountRow`` reads them.
///
/// Most of what a row costs is its places in the orders by balance and by earned total. SQLite moves a row in an order whenever its column
/// is set, be it to the same value, so each statement sets no more than must be.
struct AccountRows {
    /// How much of an account a block may have changed.
    enum Change {
        /// No amount that accounts are ordered by, as where it is credited one that is still pending, or where as much left as arrived.
        case rest
        /// Its balance too.
        case balance
        /// And what it has earned.
        case all
    }

    private let rest: RowStatement
    private let balance: RowStatement
    private let all: RowStatement
    private let new: RowStatement

    init(_ db: Database) throws {
        rest = try RowStatement(
            db,
            "UPDATE accounts SET rest = ?, pending = ?, last_posting = ? WHERE idx = ? AND balance = ? AND earned = ?")
        balance = try RowStatement(
            db, "UPDATE accounts SET rest = ?, pending = ?, last_posting = ?, balance = ? WHERE idx = ? AND earned = ?")
        all = try RowStatement(
            db, "UPDATE accounts SET rest = ?, pending = ?, last_posting = ?, balance = ?, earned = ? WHERE idx = ?")
        new = try RowStatement(
            db,
            "INSERT INTO accounts (idx, id, rest, balance, earned, pending, last_posting) VALUES (?, ?, ?, ?, ?, ?, ?)")
    }

    /// - Parameter likely: what has probably changed. Whatever is said, the row ends as it should be.
    func write(_ index: Int, _ account: AccountRecord, _ tail: AccountTail, likely: Change) throws {
        let (index, bytes, last) = (Int64(index), account.rest, tail.lastPosting?.column)
        if case .rest = likely,
            try rest.run(bytes, tail.pending, last, index, account.balance, account.earned) > 0
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
    private struct Change {
        /// What arrived at the balance less what left it, modulo 2^128.
        var balance: UInt128 = 0
        var hasEarned = false
    }
    private var changes: [UInt32: Change] = [:]

    init(_ postings: [Posting]) {
        for posting in postings {
            var isEarned = true
            if case .balance(let account) = posting.from {
                changes[account, default: Change()].balance &-= posting.amount.units
                isEarned = false
            }
            guard case .balance(let account) = posting.to else { continue }
            changes[account, default: Change()].balance &+= posting.amount.units
            if isEarned { changes[account, default: Change()].hasEarned = true }
        }
    }

    func likely(_ account: Int) -> AccountRows.Change {
        guard let change = changes[UInt32(account)] else { return .rest }
        return change.hasEarned ? .all : change.balance == 0 ? .rest : .balance
    }
}
