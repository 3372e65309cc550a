import GRDB
import Ledger
import LedgerCrypto

extension LedgerStore {
    /// The pending credits, from `settled` up to `issued` without a gap, with the ids of their transactions.
    static func pending(
        _ db: Database, _ genesis: Genesis, _ totals: Totals, accounts: [AccountRecord]
    ) throws -> (credits: [(record: RewardRecord, id: Digest)], revoked: Set<UInt64>) {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(PendingRow.columns) FROM pending ORDER BY tx")
        var transactions: TransactionRow?
        var indices = AccountIndices(accounts)
        var earliest = totals.time
        let chain = genesis.chainID
        var block: (row: BlockRow, epoch: UInt64)?
        var credits: [(record: RewardRecord, id: Digest)] = []
        var firsts: [UInt64: Range<UInt64>] = [:]
        var number = totals.settled
        while let row = try rows.next() {
            let pending = try PendingRow(row)
            let columns = Columns(row: row, place: .pending, key: "transaction", pending.transaction)
            guard pending.first == number else {
                throw columns.damage(found: "number \(pending.first)", expected: "number \(number)")
            }
            // What was due before the head's time has matured, and rewards mature in order.
            guard pending.maturesAt >= earliest else {
                throw columns.damage(found: "due at \(pending.maturesAt)", expected: "due from \(earliest) on")
            }
            earliest = pending.maturesAt
            if transactions?[pending.transaction] == nil {
                transactions = try transactionRow(of: pending.transaction, db)
            }
            guard let stored = transactions?[pending.transaction] else {
                throw columns.damage(found: "no such transaction", expected: "one")
            }
            let (sender, reward) = try columns.reward(of: stored, on: chain)
            if block?.row.header.header.height != stored.height {
                guard let row = try blockRow(stored.height, db) else {
                    throw Damage(
                        .blocks, "height \(stored.height)", found: "no row", expected: "the block of what names it")
                }
                block = (row, genesis.epoch(at: row.header.header.time))
            }
            guard let (row, epoch) = block, row.transactions.contains(stored.number) else {
                throw columns.damage(found: "one of block \(stored.height)", expected: "one of the block that holds it")
            }
            guard let issuer = indices[sender] else {
                throw columns.damage(found: "a reward by \(sender)", expected: "one by a known account")
            }
            for (index, credit) in reward.credits.enumerated() {
                guard let recipient = indices[credit.to] else {
                    throw columns.damage(found: "a credit to \(credit.to)", expected: "one to a known account")
                }
                let record = RewardRecord(
                    transaction: pending.transaction, credit: UInt16(index), issuer: issuer, recipient: recipient,
                    amount: credit.amount, epoch: epoch, maturesAt: pending.maturesAt, reference: credit.digest)
                credits.append((record, stored.id))
            }
            let end = number + UInt64(reward.credits.count)
            firsts[pending.transaction] = number..<end
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
    ///
    /// - Returns: the sum of the pending credits that were not revoked.
    static func checkSums(_ snapshot: LedgerState.Snapshot) throws(Damage) -> Amount {
        var counts = [UInt32](repeating: 0, count: snapshot.accounts.count)
        var sum: Amount? = .zero
        for (offset, (record, _)) in snapshot.pending.enumerated()
        where !snapshot.revokedPending.contains(snapshot.totals.settled + UInt64(offset)) {
            counts[Int(record.recipient)] += 1
            sum = sum?.adding(record.amount)
        }
        let pending = sum
        for (index, record) in snapshot.accounts.enumerated() {
            guard counts[index] == record.pending else {
                throw Damage(
                    .pending, "account \(index)", found: "\(counts[index]) credits",
                    expected: "\(record.pending), as its record says")
            }
            sum = sum?.adding(record.balance)
        }
        // The state root has vouched for the totals, so their difference can be taken.
        guard let pending, sum == snapshot.totals.supply else {
            throw Damage(
                .pending, "balances and pending credits together", found: sum.map { "\($0)" } ?? "over 2^128-1",
                expected: "\(snapshot.totals.supply), which is minted less revoked less burned")
        }
        return pending
    }
}

extension Columns {
    /// The reward that a transaction is, and whose it is.
    fileprivate func reward(
        of stored: StoredTransaction, on chain: Digest
    ) throws(Damage) -> (sender: AccountID, reward: Reward) {
        let transaction: Transaction
        do { transaction = try SignedTransaction(decoding: stored.bytes).transaction } catch {
            throw damage(found: "\(error)", expected: "the encoding of a signed transaction")
        }
        let id = transaction.id(on: chain)
        guard id == stored.id else { throw damage(found: "the id \(stored.id)", expected: "\(id)") }
        guard let reward = transaction.action.body as? Reward else {
            throw damage(found: "a transaction of kind \(transaction.action.name)", expected: "a reward")
        }
        return (transaction.sender, reward)
    }
}
