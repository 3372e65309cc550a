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
                SELECT pending.number, tx, credit, recipient, revoked, record, id
                FROM pending LEFT JOIN transactions ON transactions.number = tx ORDER BY pending.number
                """)
        var credits: [(record: RewardRecord, id: Digest)] = []
        var revoked: Set<UInt64> = []
        var number = totals.settled
        while let row = try rows.next() {
            let pending = try PendingRow(row)
            let columns = Columns(row: row, place: .pending, key: "number", pending.number)
            guard pending.number == number else { throw columns.damage(found: "it", expected: "number \(number)") }
            let (record, count) = (pending.record, UInt32(clamping: accounts.count))
            guard record.recipient < count, record.issuer < count else {
                let found = "recipient \(record.recipient), issuer \(record.issuer)"
                throw columns.damage(found: found, expected: "two of \(count) accounts")
            }
            credits.append((record, try columns.value(6)))
            if pending.isRevoked { revoked.insert(number) }
            number += 1
        }
        guard number == totals.issued else {
            throw Damage(
                .pending, "number \(number)", found: "no row",
                expected: "credits \(totals.settled) up to \(totals.issued), as the totals say")
        }
        return (credits, revoked)
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
