import GRDB
import Ledger

/// What rewards and their revocations leave in the index.
extension LedgerStore {
    /// Adds the block's credits that are still pending, a row for each transaction, and drops those that settled.
    static func writePending(_ update: IndexUpdate, _ db: Database) throws {
        let insert = try RowStatement(db, "INSERT INTO pending (\(PendingRow.columns)) VALUES (?, ?, ?, ?, ?, ?)")
        var rest = update.rewards[...].drop { $0.number < update.totals.settled }
        while let first = rest.first {
            let credits = rest.prefix { $0.record.transaction == first.record.transaction }
            rest = rest.dropFirst(credits.count)
            try insert.run(
                first.record.transaction.column, first.number.column, Int64(first.record.issuer),
                first.record.epoch.column, first.record.maturesAt.milliseconds.column,
                [UInt8](packing: credits.map { PendingCredit($0.record) }))
        }
        try RowStatement(db, "DELETE FROM pending WHERE tx < ?").run(update.oldestPending.column)
    }

    static func writeRevocations(_ update: IndexUpdate, _ db: Database) throws {
        let insert = try RowStatement(
            db,
            """
            INSERT INTO revocations (number, tx, credit, by_tx)
            SELECT coalesce(max(number) + 1, 0), ?, ?, ? FROM revocations
            """)
        for record in update.revocations {
            guard let row = try PendingRow.fetch(record.transaction, db), record.credit < row.records.count else {
                throw Damage(
                    .pending, "credit \(record.credit) of transaction \(record.transaction)", found: "no such row",
                    expected: "one that block \(update.header.header.height) revokes")
            }
            try insert.run(record.transaction.column, Int64(record.credit), record.by.column)
        }
    }

    /// Appends the references that the block pays, as one row, and says which of all that were paid are free again.
    static func writeReferences(_ update: IndexUpdate, _ db: Database) throws {
        if !update.references.isEmpty {
            try RowStatement(db, "INSERT INTO refs (first, records) VALUES (?, ?)")
                .run(update.firstReference.column, [UInt8](packing: update.references))
        }
        let free = try RowStatement(db, "INSERT INTO freed (reference, tx) VALUES (?, ?)")
        for record in update.freedReferences {
            try free.run(record.reference.encoded, record.transaction.column)
        }
    }
}
