import GRDB
import Ledger
import LedgerCrypto

/// What each block appended.
extension IndexCheck {
    /// The block's bytes were put together from the index, so what is left to compare is what is kept beside them.
    func checkBlock(_ state: borrowing LedgerState, _ block: Block, _ db: Database) throws {
        guard let row = try LedgerStore.blockRow(state.height, db) else {
            throw Damage(.blocks, "height \(state.height)", found: "no row", expected: "a block")
        }
        try require(.blocks, "height \(state.height), hash", row.hash, state.head)
        let first = state.totals.transactions - UInt64(block.transactions.count)
        try require(.blocks, "height \(state.height), first transaction", row.firstTransaction, first)
        count(.blocks)
        let rows = try LedgerStore.transactionRows(row, db)
        for (stored, signed) in zip(rows.lazy.flatMap(\.transactions), block.transactions) {
            let id = signed.transaction.id(on: state.chainID)
            try require(.transactions, "number \(stored.number), id", stored.id, id)
            ids.append(id)
        }
        var cut: [Int] = []
        TransactionRow.cut(rows.flatMap(\.transactions).map { ($0.id, $0.bytes) }) { cut.append($0.transactions.count) }
        try require(
            .transactions, "height \(state.height), transactions in the rows", rows.map(\.transactions.count), cut)
        count(.transactions, block.transactions.count)
        rowsOfTransactions += rows.count
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

    /// Each posting with its links, which are the histories: whoever follows them from an account's last posting meets all of its postings.
    func checkPostings(_ postings: [Posting], height: UInt64, _ db: Database) throws {
        let first = links.next
        let expected = try links.link(postings)
        for (part, _) in PostingRow.cut(expected, from: first) {
            let number = first + UInt64(part.startIndex)
            guard let row = try LedgerStore.postingRow(of: number, db), row.first == number else {
                throw Damage(.postings, "number \(number)", found: "no row", expected: part.first?.summary ?? "a row")
            }
            try require(.postings, "number \(number), height", row.height, height)
            for (index, expected) in zip(part.indices, part) {
                let number = first + UInt64(index)
                let found = row.posting(number)
                guard found?.posting == expected.posting else {
                    throw Damage(
                        .postings, "number \(number)", found: found?.summary ?? "none", expected: expected.summary)
                }
                try require(.history, "number \(number)", found, expected) { $0?.summary ?? "none" }
                count(.postings)
                count(.history, expected.posting.accounts.count)
            }
            try require(.postings, "number \(number), postings in the row", row.postings.count, part.count)
            rowsOfPostings += 1
        }
    }

    func checkReferences(_ changes: BlockChanges, _ db: Database) throws {
        for record in changes.freedReferences { freed.insert(record) }
        guard !changes.references.isEmpty else { return }
        let first = compared(.references)
        let statement = try db.cachedStatement(sql: "SELECT first, records FROM refs WHERE first = ?")
        guard let row = try Row.fetchOne(statement, arguments: [first.column]) else {
            throw Damage(
                .references, "number \(first)", found: "no row", expected: "\(changes.references.count) references")
        }
        let found = try ReferenceRow(row).records
        for (index, (found, expected)) in zip(found, changes.references).enumerated() {
            try require(.references, "number \(first + UInt64(index))", found, expected, as: \.summary)
        }
        try require(.references, "number \(first), references in the row", found.count, changes.references.count)
        count(.references, found.count)
        rowsOfReferences += 1
    }
}

extension ReferenceRecord {
    /// Its values on one line.
    fileprivate var summary: String { "reference \(Hex.encode(reference.encoded)) paid by transaction \(transaction)" }
}
