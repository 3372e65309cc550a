import GRDB
import Ledger

/// What happened to accounts since a block, so that their amounts after it can be told.
struct AccountChanges {
    /// The most postings, transactions and accounts that are looked at for a page.
    static let postingLimit = 10_000
    static let accountLimit = 2_000
    /// The most bytes of transactions.
    static let byteLimit = 4 << 20

    /// What an account has more than it had: modulo 2^128, since of two sums only the difference is known.
    struct Change {
        fileprivate(set) var balance: UInt128 = 0
        fileprivate(set) var earned: UInt128 = 0
        fileprivate(set) var pending: UInt32 = 0
    }

    private(set) var accounts: [UInt32: Change] = [:]

    init() {}

    /// Reads the postings of all blocks above `height`.
    ///
    /// - Throws: ``WalkFault/orderGone(height:)`` where there are too many of them.
    init(since height: UInt64, _ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(PostingRow.columns) FROM postings ORDER BY first DESC")
        var count = 0
        while let row = try rows.next().map({ try PostingRow($0) }), row.height > height {
            count += row.postings.count
            for linked in row.postings { add(linked.posting) }
            guard count <= Self.postingLimit, accounts.count <= Self.accountLimit else {
                throw WalkFault.orderGone(height: height)
            }
        }
    }

    private mutating func add(_ posting: Posting) {
        if case .balance(let to) = posting.to { accounts[to, default: Change()].balance &+= posting.amount.units }
        if case .balance(let from) = posting.from {
            accounts[from, default: Change()].balance &-= posting.amount.units
        }
        if case .pending(let to) = posting.to { accounts[to, default: Change()].pending &+= 1 }
        if case .pending(let from) = posting.from { accounts[from, default: Change()].pending &-= 1 }
        if posting.kind == .matured, case .balance(let to) = posting.to {
            accounts[to, default: Change()].earned &+= posting.amount.units
        }
    }

    /// Makes sure that no account was merged since a block: what one had earned goes to another, and no posting says how much that was.
    ///
    /// - Throws: ``WalkFault/orderGone(height:)`` where one was, or where there are too many transactions to know.
    static func requireNoMerge(since height: UInt64, _ db: Database) throws {
        guard let block = try LedgerStore.blockRow(height + 1, db) else { return }
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(TransactionRow.columns) FROM transactions WHERE first >= ? ORDER BY first",
            arguments: [block.firstTransaction.column])
        var (count, bytes) = (0, 0)
        while let row = try rows.next().map({ try TransactionRow($0) }) {
            for transaction in row.transactions {
                count += 1
                bytes += transaction.bytes.count
                let head: TransactionHead
                do { head = try TransactionHead(of: transaction.bytes) } catch {
                    throw Damage(
                        .transactions, "number \(transaction.number)", found: "\(error)",
                        expected: "the encoding of a signed transaction")
                }
                guard head.action != Merge.self, count <= postingLimit, bytes <= byteLimit else {
                    throw WalkFault.orderGone(height: height)
                }
            }
        }
    }
}

extension AccountRecord {
    /// The account before a change; its sequence and who signs for it stay as they are.
    func before(_ change: AccountChanges.Change) -> AccountRecord {
        AccountRecord(
            id: id, sequence: sequence, balance: Amount(balance.units &- change.balance),
            earned: Amount(earned.units &- change.earned), authority: authority, epoch: epoch, used: used,
            pending: pending &- change.pending, mergedInto: mergedInto)
    }
}
