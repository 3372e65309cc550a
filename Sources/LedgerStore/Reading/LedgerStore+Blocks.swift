import GRDB
package import Ledger
package import LedgerCrypto

/// A committed transaction as it is kept.
package struct StoredTransaction: Sendable {
    /// The running number on the chain, from 0 on.
    package let number: UInt64
    package let id: Digest
    /// The height of its block.
    package let height: UInt64
    /// The signed transaction's encoding.
    package let bytes: [UInt8]
}

/// A row of `blocks`.
struct BlockRow {
    static let columns = "height, hash, header, first_transaction, count"

    let hash: Digest
    let header: SignedHeader
    let firstTransaction: UInt64
    let count: UInt64

    init(_ row: Row) throws(Damage) {
        let height = try Columns(row: row, place: .blocks, key: "a row").integer(0)
        let columns = Columns(row: row, place: .blocks, key: "height", height)
        hash = try columns.value(1)
        header = try columns.value(2)
        firstTransaction = try columns.integer(3)
        count = try columns.integer(4)
        guard header.header.height == height else {
            throw columns.damage(found: "a header of height \(header.header.height)", expected: "one of \(height)")
        }
        guard UInt64(header.header.transactionCount) == count,
            firstTransaction <= Int64.max - Int64(Block.transactionLimit)
        else {
            throw columns.damage(
                found: "\(count) transactions from \(firstTransaction) on",
                expected: "\(header.header.transactionCount), as its header says")
        }
    }

    /// The running numbers of its transactions.
    var transactions: Range<UInt64> { firstTransaction..<firstTransaction + count }
}

extension LedgerStore {
    /// The last block's header; nil before the first.
    package func head() throws(StoreError) -> SignedHeader? {
        try read { try Self.headRow($0)?.header }
    }

    package func header(_ height: UInt64) throws(StoreError) -> SignedHeader? {
        try read { try Self.blockRow(height, $0)?.header }
    }

    /// A block's header and the running number of its first transaction; of an empty block, of the next one. Its transactions are not read.
    package func place(ofBlock height: UInt64) throws(StoreError) -> (header: SignedHeader, first: UInt64)? {
        try read { try Self.blockRow(height, $0).map { ($0.header, $0.firstTransaction) } }
    }

    /// A block's exact bytes; nil above the head and for 0.
    package func block(_ height: UInt64) throws(StoreError) -> [UInt8]? {
        try read { try Self.blockBytes(height, $0) }
    }

    package func transaction(id: Digest) throws(StoreError) -> StoredTransaction? {
        try read { db in
            for number in try Self.numbers(like: id, db) {
                guard let transaction = try Self.transaction(number, db) else {
                    throw Damage(
                        .ids, "transaction \(number)", found: "its id", expected: "a row of transactions with it")
                }
                guard IDRun.prefix(transaction.id) == IDRun.prefix(id) else {
                    throw Damage(
                        .ids, "transaction \(number)", found: "\(transaction.id)", expected: "an id like \(id)")
                }
                if transaction.id == id { return transaction }
            }
            return nil
        }
    }

    package func transaction(number: UInt64) throws(StoreError) -> StoredTransaction? {
        try read { try Self.transaction(number, $0) }
    }

    private static func transaction(_ number: UInt64, _ db: Database) throws -> StoredTransaction? {
        try transactionRow(of: number, db)?[number]
    }

    /// The transactions of a block in order; none above the head.
    package func transactions(ofBlock height: UInt64) throws(StoreError) -> [StoredTransaction] {
        try read { db in try Self.blockRow(height, db).map { try Self.transactions($0, db) } ?? [] }
    }

    static func headRow(_ db: Database) throws -> BlockRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(BlockRow.columns) FROM blocks ORDER BY height DESC LIMIT 1")
        return try Row.fetchOne(statement).map { try BlockRow($0) }
    }

    static func blockRow(_ height: UInt64, _ db: Database) throws -> BlockRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(BlockRow.columns) FROM blocks WHERE height = ?")
        return try Row.fetchOne(statement, arguments: [height.column]).map { try BlockRow($0) }
    }

    static func blockBytes(_ height: UInt64, _ db: Database) throws -> [UInt8]? {
        guard let row = try blockRow(height, db) else { return nil }
        return Block.assemble(row.header, transactions: try transactions(row, db).map(\.bytes))
    }

    static func transactions(_ block: BlockRow, _ db: Database) throws -> [StoredTransaction] {
        try transactionRows(block, db).flatMap(\.transactions)
    }
}
