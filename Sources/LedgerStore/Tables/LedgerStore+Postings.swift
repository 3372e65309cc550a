import GRDB
import Ledger

/// A row of `postings`: some postings of one block.
struct PostingRow {
    static let columns = "first, height, records"
    /// How many lie in a row: as many as fit on a page of SQLite, 4,061 bytes with the row's head.
    static let limit = 76

    let first: UInt64
    let height: UInt64
    private let bytes: [UInt8]

    var count: Int { bytes.count / LinkedPosting.packedBytes }

    init(_ row: Row) throws(Damage) {
        first = try Columns(row: row, place: .postings, key: "a row").integer(0)
        let columns = Columns(row: row, place: .postings, key: "number", first)
        height = try columns.integer(1)
        bytes = try columns.packedBlob(2, of: LinkedPosting.self)
        guard count <= Self.limit, first <= UInt64(Int64.max) - UInt64(Self.limit) else {
            throw columns.damage(found: "\(count) postings from \(first) on", expected: "at most \(Self.limit)")
        }
    }

    /// The posting with this number; nil where it is in another row.
    func posting(_ number: UInt64) throws(Damage) -> LinkedPosting? {
        guard number >= first, number < first + UInt64(count) else { return nil }
        let start = Int(number - first) * LinkedPosting.packedBytes
        var decoder = CanonicalDecoder(bytes, in: start..<start + LinkedPosting.packedBytes)
        do { return try LinkedPosting(from: &decoder) } catch {
            throw Damage(.postings, "number \(number)", found: "\(error)", expected: "the encoding of a posting")
        }
    }

    /// Cuts a block's postings into rows.
    static func cut<Element>(_ postings: [Element]) -> [ArraySlice<Element>] {
        stride(from: 0, to: postings.count, by: limit).map { postings[$0..<min(postings.count, $0 + limit)] }
    }
}

extension LedgerStore {
    static func writePostings(
        _ postings: [LinkedPosting], from first: UInt64, height: UInt64, _ db: Database
    ) throws {
        let insert = try RowStatement(db, "INSERT INTO postings (\(PostingRow.columns)) VALUES (?, ?, ?)")
        for part in PostingRow.cut(postings) {
            try insert.run((first + UInt64(part.startIndex)).column, height.column, [UInt8](packing: part))
        }
    }

    /// The row that holds a posting.
    static func postingRow(of number: UInt64, _ db: Database) throws -> PostingRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(PostingRow.columns) FROM postings WHERE first <= ? ORDER BY first DESC LIMIT 1")
        return try Row.fetchOne(statement, arguments: [number.column]).map { try PostingRow($0) }
    }

    /// Where all histories end, read from the accounts and the last row of postings.
    static func historyLinks(_ db: Database) throws -> HistoryLinks {
        let last = try postingRow(of: UInt64(Int64.max), db)
        let rows = try Row.fetchCursor(db, sql: "SELECT idx, last_posting, pending FROM accounts ORDER BY idx")
        var tails: [AccountTail] = []
        while let row = try rows.next() {
            let columns = Columns(row: row, place: .accounts, key: "index", UInt64(tails.count))
            tails.append(
                AccountTail(lastPosting: try columns.optionalInteger(1), pending: try columns.amount(2)))
        }
        return HistoryLinks(next: last.map { $0.first + UInt64($0.count) } ?? 0, tails: tails)
    }
}
