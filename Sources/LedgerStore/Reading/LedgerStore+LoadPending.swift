import GRDB
import Ledger
import LedgerCrypto

extension LedgerStore {
    /// The pending credits, from `settled` up to `issued` without a gap, with the ids of their transactions.
    static func pending(
        _ db: Database, _ totals: Totals, accounts: [AccountRecord]
    ) throws -> (credits: [(record: RewardRecord, id: Digest)], revoked: Set<UInt64>) {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(PendingRow.columns), id FROM pending LEFT JOIN transactions ON transactions.number = tx ORDER BY tx
                """)
        var credits: [(record: RewardRecord, id: Digest)] = []
        var firsts: [UInt64: Range<UInt64>] = [:]
        var number = totals.settled
        while let row = try rows.next() {
            let pending = try PendingRow(row)
            let columns = Columns(row: row, place: .pending, key: "number", pending.first)
            guard pending.first == number else { throw columns.damage(found: "it", expected: "number \(number)") }
            let id = try columns.value(6, as: Digest.self)
            let count = UInt32(clamping: accounts.count)
            for record in pending.records {
                guard record.recipient < count, record.issuer < count else {
                    let found = "recipient \(record.recipient), issuer \(record.issuer)"
                    throw columns.damage(found: found, expected: "two of \(count) accounts")
                }
                credits.append((record, id))
            }
            let end = number + UInt64(pending.records.count)
            firsts[pending.records[0].transaction] = number..<end
            number = end
        }
        guard number == totals.issued else {
            throw Damage(
                .pending, "number \(number)", found: "no row",
                expected: "credits \(totals.settled) up to \(totals.issued), as the totals say")
        }
        return (credits, try revoked(firsts, db))
    }

    /// The numbers of the pending credits that were revoked.
    private static func revoked(_ pending: [UInt64: Range<UInt64>], _ db: Database) throws -> Set<UInt64> {
        guard let oldest = pending.keys.min() else { return [] }
        let rows = try Row.fetchCursor(
            db, sql: "SELECT tx, credit FROM revocations WHERE tx >= ?", arguments: [oldest.column])
        var revoked: Set<UInt64> = []
        while let row = try rows.next() {
            let columns = Columns(row: row, place: .revocations, key: "a row")
            let (transaction, credit) = (try columns.integer(0), try columns.integer(1))
            guard let numbers = pending[transaction], credit < UInt64(numbers.count) else {
                throw columns.damage(found: "credit \(credit)", expected: "a pending credit")
            }
            revoked.insert(numbers.lowerBound + credit)
        }
        return revoked
    }

    /// Each account has as many pending credits as it says, and balances and pending credits come to minted − revoked − burned.
    static func checkSums(_ snapshot: LedgerState.Snapshot) throws(Damage) {
        var counts = [UInt32](repeating: 0, count: snapshot.accounts.count)
        var sum: Amount? = .zero
        for (offset, (record, _)) in snapshot.pending.enumerated()
        where !snapshot.revokedPending.contains(snapshot.totals.settled + UInt64(offset)) {
            counts[Int(record.recipient)] += 1
            sum = sum?.adding(record.amount)
        }
        for (index, record) in snapshot.accounts.enumerated() {
            guard counts[index] == record.pending else {
                throw Damage(
                    .pending, "account \(index)", found: "\(counts[index]) credits",
                    expected: "\(record.pending), as its record says")
            }
            sum = sum?.adding(record.balance)
        }
        // The state root has vouched for the totals, so their difference can be taken.
        guard sum == snapshot.totals.supply else {
            throw Damage(
                .pending, "balances and pending credits together", found: sum.map { "\($0)" } ?? "over 2^128-1",
                expected: "\(snapshot.totals.supply), which is minted less revoked less burned")
        }
    }
}
