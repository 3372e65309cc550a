import GRDB
package import Ledger

extension LedgerStore {
    /// The sum of all pending credits that were not revoked. It reads each of them.
    package func pendingAmount() throws(StoreError) -> Amount {
        try read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(PendingRow.columns) FROM pending WHERE revoked = 0 ORDER BY number")
            var sum = Amount.zero
            while let row = try rows.next() {
                let pending = try PendingRow(row)
                guard let next = sum.adding(pending.record.amount) else {
                    throw Damage(
                        .pending, "number \(pending.number)", found: "a sum over 2^128-1",
                        expected: "at most the supply")
                }
                sum = next
            }
            return sum
        }
    }
}
