import GRDB
import Ledger
import LedgerCrypto

/// What each block appended.
extension IndexCheck {
    /// The block's bytes were put together from the index, so what is left to compare is what is kept beside them.
    func checkBlock(_ state: LedgerState, _ block: Block, _ db: Database) throws {
        guard let row = try LedgerStore.blockRow(state.height, db) else {
            throw Damage(.blocks, "height \(state.height)", found: "no row", expected: "a block")
        }
        try require(.blocks, "height \(state.height), hash", row.hash, state.head)
        let first = state.totals.transactions - UInt64(block.transactions.count)
        try require(.blocks, "height \(state.height), first transaction", row.firstTransaction, first)
        count(.blocks)
        let statement = try db.cachedStatement(sql: "SELECT id FROM transactions WHERE number = ?")
        for (offset, signed) in block.transactions.enumerated() {
            let number = first + UInt64(offset)
            guard let row = try Row.fetchOne(statement, arguments: [number.column]) else {
                throw Damage(.transactions, "number \(number)", found: "no row", expected: "a transaction")
            }
            let id = try Columns(row: row, place: .transactions, key: "number", number).value(0, as: Digest.self)
            try require(.transactions, "number \(number), id", id, signed.transaction.id(on: state.chainID))
        }
        count(.transactions, block.transactions.count)
    }

    func checkRevocations(_ records: [RevocationRecord], _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT tx, credit, by_tx FROM revocations WHERE number = ?")
        for record in records {
            let key = "number \(compared(.revocations))"
            let expected = [record.transaction, UInt64(record.credit), record.by]
            guard let row = try Row.fetchOne(statement, arguments: [compared(.revocations).column]) else {
                throw Damage(
                    .revocations, key, found: "no row",
                    expected: "credit \(record.credit) of transaction \(record.transaction)")
            }
            let columns = Columns(row: row, place: .revocations, key: key)
            let found = [try columns.integer(0), try columns.integer(1), try columns.integer(2)]
            try require(.revocations, "\(key), transaction, credit and revoking transaction", found, expected)
            count(.revocations)
        }
    }

    /// Each posting, and that it is in the history of each account that it names. That no history has more, the count shows.
    func checkPostings(_ postings: [Posting], height: UInt64, _ db: Database) throws {
        guard !postings.isEmpty else { return }
        let statement = try db.cachedStatement(
            sql: "SELECT \(LedgerStore.postingColumns) FROM postings WHERE number >= ? ORDER BY number LIMIT ?")
        let history = try db.cachedStatement(sql: "SELECT count(*) FROM history WHERE account = ? AND posting = ?")
        let rows = try Row.fetchCursor(statement, arguments: [compared(.postings).column, postings.count])
        for posting in postings {
            let number = compared(.postings)
            guard let row = try rows.next() else {
                throw Damage(.postings, "number \(number)", found: "no row", expected: posting.summary)
            }
            let columns = try LedgerStore.postingRow(row)
            try require(.postings, "number", try columns.integer(0), number)
            try require(.postings, "number \(number), height", try columns.integer(1), height)
            let found = try Posting(columns, from: 2)
            try require(.postings, "number \(number)", found, posting, as: \.summary)
            count(.postings)
            for account in posting.accounts {
                guard try Int.fetchOne(history, arguments: [Int64(account), number.column]) == 1 else {
                    throw Damage(.history, "account \(account), posting \(number)", found: "no row", expected: "a row")
                }
                count(.history)
            }
        }
    }
}

extension Posting {
    /// All its values on one line.
    var summary: String {
        "\(kind) \(amount) from \(from) to \(to), transaction \(transaction), credit \(credit)"
    }
}
