import GRDB
import Ledger

/// A row of `postings`: some postings of one block.
struct PostingRow {
    static let columns = "first, height, records"
    /// The most bytes of postings in a row: with its head, a quarter of a page of SQLite.
    static let byteLimit = 1_000

    let first: UInt64
    let height: UInt64
    let postings: [LinkedPosting]

    init(_ row: Row) throws(Damage) {
        first = try Columns(row: row, place: .postings, key: "a row").integer(0)
        let columns = Columns(row: row, place: .postings, key: "number", first)
        height = try columns.integer(1)
        let bytes = try columns.blob(2)
        guard first <= UInt64(Int64.max) - UInt64(Self.byteLimit) else {
            throw columns.damage(
                found: "a first posting of that number", expected: "one below 2^63 - \(Self.byteLimit)")
        }
        guard (1...Self.byteLimit).contains(bytes.count) else {
            throw columns.damage(found: "\(bytes.count) bytes", expected: "1…\(Self.byteLimit) bytes of postings")
        }
        var decoder = CanonicalDecoder(bytes)
        var postings: [LinkedPosting] = []
        do {
            while decoder.remaining > 0 {
                postings.append(try LinkedPosting(as: first + UInt64(postings.count), from: &decoder))
            }
        } catch {
            throw Damage(
                .postings, "number \(first + UInt64(postings.count))", found: "\(error)",
                expected: "the encoding of a posting")
        }
        self.postings = postings
    }

    /// The posting with this number; nil where it is in another row.
    func posting(_ number: UInt64) -> LinkedPosting? {
        guard number >= first, number < first + UInt64(postings.count) else { return nil }
        return postings[Int(number - first)]
    }

    /// Cuts a block's postings into rows, each as full as it gets.
    ///
    /// - Parameter first: the number of the first posting.
    static func cut(
        _ postings: [LinkedPosting], from first: UInt64
    ) -> [(postings: ArraySlice<LinkedPosting>, bytes: [UInt8])] {
        var rows: [(ArraySlice<LinkedPosting>, [UInt8])] = []
        var encoder = CanonicalEncoder(reserving: byteLimit + LinkedPosting.byteLimit)
        var start = 0
        for (index, posting) in postings.enumerated() {
            let end = encoder.withUnsafeBytes { $0.count }
            posting.encode(as: first + UInt64(index), to: &encoder)
            guard encoder.withUnsafeBytes({ $0.count }) > byteLimit else { continue }
            rows.append((postings[start..<index], Array(encoder.bytes[..<end])))
            start = index
            encoder.reset()
            posting.encode(as: first + UInt64(index), to: &encoder)
        }
        if start < postings.count { rows.append((postings[start...], encoder.bytes)) }
        return rows
    }
}

extension LedgerStore {
    static func writePostings(
        _ postings: [LinkedPosting], from first: UInt64, height: UInt64, _ db: Database
    ) throws {
        let insert = try RowStatement(db, "INSERT INTO postings (\(PostingRow.columns)) VALUES (?, ?, ?)")
        for row in PostingRow.cut(postings, from: first) {
            try insert.run((first + UInt64(row.postings.startIndex)).column, height.column, row.bytes)
        }
    }

    /// The row that holds a posting.
    static func postingRow(of number: UInt64, _ db: Database) throws -> PostingRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(PostingRow.columns) FROM postings WHERE first <= ? ORDER BY first DESC LIMIT 1")
        return try Row.fetchOne(statement, arguments: [number.column]).map { try PostingRow($0) }
    }

    /// What a writer must know, read from the accounts and the last row of postings.
    static func knownAccounts(_ db: Database) throws -> KnownAccounts {
        let last = try postingRow(of: UInt64(Int64.max), db)
        let next = last.map { $0.first + UInt64($0.postings.count) } ?? 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT idx, last_posting, pending, balance, earned FROM accounts ORDER BY idx")
        var tails: [AccountTail] = []
        var amounts: [AccountAmounts] = []
        while let row = try rows.next() {
            let columns = Columns(row: row, place: .accounts, key: "index", UInt64(tails.count))
            let index = try columns.integer(0)
            guard index == tails.count else {
                throw columns.damage(found: "no row, but one of index \(index)", expected: "a row")
            }
            let lastPosting = try columns.optionalInteger(1)
            if let lastPosting, lastPosting >= next {
                throw columns.damage(found: "posting \(lastPosting) as its last", expected: "one before \(next)")
            }
            tails.append(AccountTail(lastPosting: lastPosting, pending: try columns.amount(2)))
            amounts.append(AccountAmounts(balance: try columns.amount(3), earned: try columns.amount(4)))
        }
        return KnownAccounts(links: try HistoryLinks(next: next, tails: tails), amounts: amounts)
    }
}
