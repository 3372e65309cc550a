import GRDB
import Ledger
import LedgerCrypto

/// A row of `transactions`: some transactions of one block, each with its id.
///
/// 1. The id, 32 bytes.
/// 2. How many bytes the signed transaction takes, as a 32-bit integer.
/// 3. These bytes.
struct TransactionRow {
    static let columns = "first, height, records"
    /// The most bytes in a row of more than one transaction: with its head, a quarter of a page of SQLite.
    private static let byteLimit = 1_000

    let first: UInt64
    let height: UInt64
    let transactions: [StoredTransaction]

    init(_ row: Row) throws(Damage) {
        first = try Columns(row: row, place: .transactions, key: "a row").integer(0)
        let columns = Columns(row: row, place: .transactions, key: "number", first)
        height = try columns.integer(1)
        var decoder = CanonicalDecoder(try columns.blob(2))
        var transactions: [StoredTransaction] = []
        do {
            repeat {
                let number = first + UInt64(transactions.count)
                let id = try decoder.readDigest()
                let count = try decoder.readInteger(UInt32.self)
                let bytes = try decoder.readRaw(Int(count), "a transaction")
                transactions.append(StoredTransaction(number: number, id: id, height: height, bytes: bytes))
            } while decoder.remaining > 0
        } catch { throw columns.damage(found: "\(error)", expected: "transactions, each with its id and length") }
        self.transactions = transactions
    }

    /// The transaction with this number; nil where it is in another row.
    subscript(number: UInt64) -> StoredTransaction? {
        guard number >= first, number - first < UInt64(transactions.count) else { return nil }
        return transactions[Int(number - first)]
    }

    /// Cuts a block's transactions into rows, each as full as it gets, and runs `body` on what each holds.
    static func cut(
        _ transactions: [(id: Digest, bytes: [UInt8])], _ body: (TransactionRecords) throws -> Void
    ) rethrows {
        var (start, byteCount) = (0, 0)
        for (index, transaction) in transactions.enumerated() {
            let more = TransactionRecords.byteCount(of: transaction.bytes)
            if index > start, byteCount + more > byteLimit {
                try body(TransactionRecords(transactions: transactions[start..<index], byteCount: byteCount))
                (start, byteCount) = (index, 0)
            }
            byteCount += more
        }
        guard start < transactions.count else { return }
        try body(TransactionRecords(transactions: transactions[start...], byteCount: byteCount))
    }
}

/// What a row of `transactions` is going to hold, written where SQLite reads it: transactions may be large.
struct TransactionRecords {
    let transactions: ArraySlice<(id: Digest, bytes: [UInt8])>
    let byteCount: Int

    static func byteCount(of transaction: [UInt8]) -> Int {
        Digest.byteCount + MemoryLayout<UInt32>.size + transaction.count
    }
}

extension TransactionRecords: BoundValue {
    var blobByteCount: Int { byteCount }

    func bind(to statement: OpaquePointer, at place: Int32, by blobs: BlobBuffer) -> Int32 {
        blobs.bind(byteCount, to: statement, at: place) { memory in
            var start = 0
            func write(_ bytes: UnsafeRawBufferPointer) {
                memory[start...].copyBytes(from: bytes)
                start += bytes.count
            }
            for (id, bytes) in transactions {
                id.withUnsafeBytes { write($0) }
                withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { write($0) }
                bytes.withUnsafeBytes { write($0) }
            }
        }
    }
}

extension LedgerStore {
    /// Writes a block's transactions, the first of which has the number `first`.
    static func writeTransactions(_ update: IndexUpdate, _ db: Database) throws {
        let (first, height) = (update.firstTransaction.column, update.header.header.height.column)
        let insert = try RowStatement(db, "INSERT INTO transactions (\(TransactionRow.columns)) VALUES (?, ?, ?)")
        try TransactionRow.cut(update.transactions) {
            try insert.run(first + Int64($0.transactions.startIndex), height, $0)
        }
    }

    /// The row that holds a transaction, if there is one.
    static func transactionRow(of number: UInt64, _ db: Database) throws -> TransactionRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(TransactionRow.columns) FROM transactions WHERE first <= ? ORDER BY first DESC LIMIT 1")
        return try Row.fetchOne(statement, arguments: [number.column]).map { try TransactionRow($0) }
    }

    /// The rows that hold a block's transactions.
    static func transactionRows(_ block: BlockRow, _ db: Database) throws -> [TransactionRow] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(TransactionRow.columns) FROM transactions WHERE first >= ? AND first < ? ORDER BY first")
        let (height, numbers) = (block.header.header.height, block.transactions)
        let found = try Row.fetchCursor(statement, arguments: [numbers.lowerBound.column, numbers.upperBound.column])
        var rows: [TransactionRow] = []
        var next = numbers.lowerBound
        while let row = try found.next().map({ try TransactionRow($0) }) {
            guard row.first == next, row.height == height else {
                throw Damage(
                    .transactions, "number \(row.first)", found: "one of block \(row.height)",
                    expected: "number \(next) of block \(height)")
            }
            next += UInt64(row.transactions.count)
            rows.append(row)
        }
        guard next == numbers.upperBound else {
            throw Damage(
                .transactions, "block \(height)", found: "\(next - numbers.lowerBound) of them",
                expected: "\(block.count)")
        }
        return rows
    }
}
