import GRDB
import Ledger

/// What rewards and their revocations leave in the index.
extension LedgerStore {
    /// Adds a row for each reward of the block that is still pending, and drops those that are pending no more.
    static func writePending(_ update: IndexUpdate, _ db: Database) throws {
        let insert = try RowStatement(db, "INSERT INTO pending (\(PendingRow.columns)) VALUES (?, ?, ?)")
        for (number, record) in update.rewards {
            let row = PendingRow(first: number, record)
            try insert.run(row.transaction.column, row.first.column, row.maturesAt.milliseconds.column)
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
            guard try PendingRow.fetch(record.transaction, db) != nil else {
                throw Damage(
                    .pending, "transaction \(record.transaction)", found: "no row",
                    expected: "one, of which block \(update.header.header.height) revokes a credit")
            }
            try insert.run(record.transaction.column, Int64(record.credit), record.by.column)
        }
    }

    /// Appends the references that the block pays, as one row, and says which of all that were paid are free again.
    static func writeReferences(_ update: IndexUpdate, _ db: Database) throws {
        if !update.references.isEmpty {
            try RowStatement(db, "INSERT INTO refs (first, records) VALUES (?, ?)")
                .run(update.firstReference.column, ReferenceRow.encode(update.references))
        }
        let free = try RowStatement(db, "INSERT INTO freed (reference, tx) VALUES (?, ?)")
        for record in update.freedReferences {
            try free.run(record.reference.encoded, record.transaction.column)
        }
    }
}
