import GRDB
package import Ledger
package import LedgerCrypto

/// Which credits a walk through all rewards is to show.
package struct RewardQuery: Sendable {
    package var issuer: AccountID?
    package var recipient: AccountID?
    package var reason: Reason?
    package var reference: Reference?
    /// By the time of the block that issued it: from this time on, and before that one.
    package var from: Timestamp?
    package var before: Timestamp?
    /// Only what is pending and was not revoked.
    package var isPending = false

    package init() {}

    fileprivate func covers(_ credit: Credit) -> Bool {
        (recipient ?? credit.to) == credit.to && (reason ?? credit.reason) == credit.reason
            && (reference ?? credit.reference) == credit.reference
    }
}

/// Where a walk through all rewards stands: the credit that it looks at next.
package struct RewardPlace: Sendable, Equatable {
    /// By running number.
    package let transaction: UInt64
    package let credit: UInt16

    package init(transaction: UInt64, credit: UInt16) {
        self.transaction = transaction
        self.credit = credit
    }
}

/// A credit with what became of it.
package struct IssuedCredit: Sendable {
    package let place: RewardPlace
    package let transaction: Digest
    package let issuer: AccountID
    package let credit: Credit
    /// The block that issued it, and its time.
    package let height: UInt64
    package let time: Timestamp
    /// The transaction that took it back, by running number.
    package let revokedBy: UInt64?
    /// Nil once the reward has matured.
    package let maturesAt: Timestamp?
}

/// Some of the credits that a walk shows.
package struct IssuedPage: Sendable {
    /// In the order in which they were issued.
    package var credits: [IssuedCredit] = []
    /// Where the next page begins; nil on the last one.
    package var next: RewardPlace?
}

extension LedgerStore {
    /// What a page reads at most before it ends: so many bytes of transactions, or so many rows of them. A reward of 1,024 credits has
    /// 80 to 190 KB.
    private static let byteLimit = 1 << 20
    private static let rowLimit = 4_000

    /// A page of the credits that were ever issued, oldest first. A page may be short, or even empty, and yet not the last: what it costs
    /// depends on the page alone, not on how many rewards there are or were passed over.
    ///
    /// - Parameters:
    ///   - place: the ``IssuedPage/next`` of the page before; nil to begin. Any other is a place to begin at, too.
    ///   - last: the last block that is looked at.
    ///   - limit: at most so many credits.
    package func rewards(
        _ query: RewardQuery, from place: RewardPlace? = nil, upTo last: UInt64 = .max, limit: Int
    ) throws(StoreError) -> IssuedPage {
        try read { db in
            let numbers = try Self.numbers(query, upTo: last, db)
            let start = max(numbers.lowerBound, place?.transaction ?? 0)
            var page = IssuedPage()
            guard start < numbers.upperBound else { return page }
            var reader = RewardReader(query: query, start: place, limit: limit)
            if query.isPending {
                try Self.walkPending(start..<numbers.upperBound, db) { try reader.take($0, $1, into: &page, db) }
            } else {
                try Self.walkAll(start..<numbers.upperBound, db) { try reader.take($0, nil, into: &page, db) }
            }
            return page
        }
    }

    /// The transactions, by number, that paid a reference and were taken back whole, newest first.
    package func freedPayers(of reference: ReferenceDigest, limit: Int) throws(StoreError) -> [UInt64] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT tx FROM freed WHERE reference = ? ORDER BY tx DESC LIMIT ?")
            return try Row.fetchAll(statement, arguments: [reference.column, limit]).map {
                try Columns(row: $0, place: .references, key: "freed").integer(0)
            }
        }
    }

    /// All transactions, by number, that ever paid a reference. It goes through all references that there are, for there is no index of them:
    /// a node knows by heart what pays each now, and this is for who looks into a folder at rest.
    package func searchPayers(of reference: ReferenceDigest) throws(StoreError) -> [UInt64] {
        try read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT first, records FROM refs ORDER BY first")
            var payers: [UInt64] = []
            while let row = try rows.next() {
                payers += try ReferenceRow(row).records.filter { $0.reference == reference }.map(\.transaction)
            }
            return payers
        }
    }

    /// The credits of a reward that pay a reference; none where the transaction pays it not, or is after block `last`.
    package func credits(
        of number: UInt64, paying reference: ReferenceDigest, upTo last: UInt64 = .max
    ) throws(StoreError) -> [IssuedCredit] {
        try read { db in
            guard let stored = try Self.transactionRow(of: number, db)?[number], stored.height <= last else {
                return []
            }
            var reader = RewardReader(query: RewardQuery(), start: nil, limit: Reward.creditLimit)
            var page = IssuedPage()
            _ = try reader.take(stored, nil, into: &page, db)
            return page.credits.filter { $0.credit.digest == reference }
        }
    }
}

extension LedgerStore {
    /// The numbers of the transactions between two times, up to a block.
    private static func numbers(_ query: RewardQuery, upTo last: UInt64, _ db: Database) throws -> Range<UInt64> {
        guard let head = try headRow(db)?.header.header.height, let row = try blockRow(min(head, last), db) else {
            return 0..<0
        }
        let end = row.transactions.upperBound
        func number(at time: Timestamp?, else other: UInt64) throws -> UInt64 {
            guard let time else { return other }
            let height = try firstHeight(at: time, upTo: row.header.header.height, db)
            return try blockRow(height, db)?.firstTransaction ?? end
        }
        let start = try number(at: query.from, else: 0)
        return min(start, end)..<max(min(start, end), min(end, try number(at: query.before, else: end)))
    }

    /// The first block of a time or later; one above `last` where there is none. Blocks' times never go back, so it is found in as many steps
    /// as the height has bits.
    private static func firstHeight(at time: Timestamp, upTo last: UInt64, _ db: Database) throws -> UInt64 {
        var (low, high) = (UInt64(1), last + 1)
        while low < high {
            let middle = (low + high) / 2
            if try self.time(ofBlock: middle, db) < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Hands over transactions in order until `body` says that it has enough.
    private static func walkAll(
        _ numbers: Range<UInt64>, _ db: Database, _ body: (StoredTransaction) throws -> Bool
    ) throws {
        guard let first = try transactionRow(of: numbers.lowerBound, db)?.first else { return }
        let statement = try db.cachedStatement(
            sql: "SELECT \(TransactionRow.columns) FROM transactions WHERE first >= ? AND first < ? ORDER BY first")
        let rows = try Row.fetchCursor(statement, arguments: [first.column, numbers.upperBound.column])
        while let row = try rows.next().map({ try TransactionRow($0) }) {
            for transaction in row.transactions where numbers.contains(transaction.number) {
                guard try body(transaction) else { return }
            }
        }
    }

    /// The same with the rewards alone that are pending.
    private static func walkPending(
        _ numbers: Range<UInt64>, _ db: Database, _ body: (StoredTransaction, PendingRow) throws -> Bool
    ) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT \(PendingRow.columns) FROM pending WHERE tx >= ? AND tx < ? ORDER BY tx")
        let rows = try Row.fetchCursor(statement, arguments: [numbers.lowerBound.column, numbers.upperBound.column])
        while let row = try rows.next().map({ try PendingRow($0) }) {
            guard let stored = try transactionRow(of: row.transaction, db)?[row.transaction] else {
                throw Damage(
                    .transactions, "number \(row.transaction)", found: "no row", expected: "the reward that is pending")
            }
            guard try body(stored, row) else { return }
        }
    }

    /// Takes what a page shows out of the transactions that it comes by, and ends it in time.
    private struct RewardReader {
        let query: RewardQuery
        let start: RewardPlace?
        let limit: Int
        private var (bytes, rows) = (0, 0)
        private var time: (height: UInt64, time: Timestamp)?

        init(query: RewardQuery, start: RewardPlace?, limit: Int) {
            (self.query, self.start, self.limit) = (query, start, limit)
        }

        /// - Returns: whether the page goes on. Where it does not, it says where the next one begins, unless that is known to be the end.
        mutating func take(
            _ stored: StoredTransaction, _ pending: PendingRow?, into page: inout IssuedPage, _ db: Database
        ) throws -> Bool {
            guard bytes < LedgerStore.byteLimit, rows < LedgerStore.rowLimit else {
                page.next = RewardPlace(transaction: stored.number, credit: 0)
                return false
            }
            bytes += stored.bytes.count
            rows += 1
            let head = try TransactionHead(of: stored.bytes)
            guard head.action == Reward.self, (query.issuer ?? head.sender) == head.sender,
                let reward = try SignedTransaction(decoding: stored.bytes).transaction.action.body as? Reward
            else { return true }
            let row = try pending ?? PendingRow.fetch(stored.number, db)
            let revoked = try LedgerStore.revocations(of: stored.number, db)
            let begin = stored.number == start?.transaction ? Int(start?.credit ?? 0) : 0
            for (index, credit) in reward.credits.enumerated().dropFirst(begin) where query.covers(credit) {
                let place = RewardPlace(transaction: stored.number, credit: UInt16(index))
                if query.isPending, revoked[place.credit] != nil { continue }
                guard page.credits.count < limit else {
                    page.next = place
                    return false
                }
                page.credits.append(
                    IssuedCredit(
                        place: place, transaction: stored.id, issuer: head.sender, credit: credit,
                        height: stored.height, time: try time(stored.height, db), revokedBy: revoked[place.credit],
                        maturesAt: row?.maturesAt))
            }
            return true
        }

        private mutating func time(_ height: UInt64, _ db: Database) throws -> Timestamp {
            if let time, time.height == height { return time.time }
            let found = try LedgerStore.time(ofBlock: height, db)
            time = (height, found)
            return found
        }
    }

    /// Which credits of a reward were taken back, each with the transaction that did it.
    private static func revocations(of transaction: UInt64, _ db: Database) throws -> [UInt16: UInt64] {
        let statement = try db.cachedStatement(sql: "SELECT credit, by_tx FROM revocations WHERE tx = ?")
        var revoked: [UInt16: UInt64] = [:]
        for row in try Row.fetchAll(statement, arguments: [transaction.column]) {
            let columns = Columns(row: row, place: .revocations, key: "transaction", transaction)
            revoked[try columns.integer(0, as: UInt16.self)] = try columns.integer(1)
        }
        return revoked
    }
}
