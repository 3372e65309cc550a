import GRDB
import Ledger

extension LedgerStore {
    /// Brings the references that stand up to date.
    ///
    /// Paying and freeing take turns for each reference, so whether it stands after the block follows from whether it stood before
    /// and how often each happened, though the two come in lists of their own. The last payer is the one that counts.
    static func writeReferences(_ update: IndexUpdate, _ db: Database) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT INTO refs (reference, tx) VALUES (?, ?) ON CONFLICT (reference) DO UPDATE SET tx = excluded.tx"
        )
        let delete = try db.cachedStatement(sql: "DELETE FROM refs WHERE reference = ?")
        let exists = try db.cachedStatement(sql: "SELECT count(*) FROM refs WHERE reference = ?")
        var turns: [ReferenceDigest: Int] = [:]
        for reference in update.freedReferences where turns[reference] == nil {
            turns[reference] = try Int.fetchOne(exists, arguments: [reference.column]) ?? 0
        }
        for record in update.references { turns[record.reference]? += 1 }
        for reference in update.freedReferences { turns[reference]? -= 1 }
        for record in update.references where turns[record.reference] != 0 {
            try insert.execute(arguments: [record.reference.column, record.transaction.column])
        }
        for (reference, standing) in turns where standing == 0 { try delete.execute(arguments: [reference.column]) }
    }
}
