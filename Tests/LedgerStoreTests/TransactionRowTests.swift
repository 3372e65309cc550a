import Foundation
import GRDB
import Ledger
import LedgerReplay
import LedgerStore
import Testing

/// How a block's transactions lie in rows.
@Suite struct TransactionRowTests {
    /// A block of small transactions, with one among them that is larger than a row of many.
    private static func chain(_ sizes: [Int]) throws -> TestChain {
        var chain = TestChain()
        var ticket = 0
        var transactions: [[UInt8]] = []
        for (place, size) in sizes.enumerated() {
            let credits = (0..<size).map { (TestChain.key(UInt8(2 + $0 % 50)), UInt128(1)) }
            ticket += 1
            transactions.append(try chain.reward("T-\(ticket)", credits, after: UInt64(place)))
        }
        try chain.build(at: 1, transactions)
        return chain
    }

    @Test(arguments: [
        [1], [40], Array(repeating: 1, count: 30), [1, 1, 40, 1], [40, 40, 1], [1, 40], Array(1...20),
    ]) func `transactions of any size come back, each by itself and all together`(sizes: [Int]) async throws {
        let chain = try Self.chain(sizes)
        let folder = try StoreFolder.holding(chain)
        let store = try folder.open()
        #expect(try store.block(1) == chain.blocks[0])
        #expect(try store.transactions(ofBlock: 1).map(\.id) == chain.updates[0].transactions.map(\.id))
        for (number, (id, bytes)) in chain.updates[0].transactions.enumerated() {
            #expect(try store.transaction(number: UInt64(number))?.bytes == bytes)
            #expect(try store.transaction(id: id)?.number == UInt64(number))
        }
        #expect(try store.transaction(number: UInt64(sizes.count)) == nil)
        let (replay, index) = try await store.checkIndex(options: CheckTests.options)
        #expect(replay.holds && index.holds)
    }

    @Test func `transactions that are cut into other rows are damage, though they all are there`() async throws {
        let folder = try StoreFolder.holding(Self.chain([1, 1]))
        try await DatabaseQueue(path: folder.path + "/ledger.sqlite").write { db in
            let whole = try #require(try Data.fetchOne(db, sql: "SELECT records FROM transactions"))
            let (head, length) = (32 + 4, whole[32..<36].reversed().reduce(0) { $0 << 8 | Int($1) })
            try db.execute(
                sql: "DELETE FROM transactions; INSERT INTO transactions VALUES (0, 1, ?), (1, 1, ?)",
                arguments: [whole.prefix(head + length), whole.dropFirst(head + length)])
        }
        let store = try folder.open()
        #expect(try store.transaction(number: 1) != nil)
        let (replay, index) = try await store.checkIndex(options: CheckTests.options)
        #expect(replay.holds)
        #expect(index.damage?.place == .transactions)
    }

    @Test func `a row holds many, and none is longer than it must be`() throws {
        let folder = try StoreFolder.holding(Self.chain(Array(repeating: 1, count: 30) + [40, 1]))
        let lengths = try DatabaseQueue(path: folder.path + "/ledger.sqlite").read {
            try Int.fetchAll($0, sql: "SELECT length(records) FROM transactions ORDER BY first")
        }
        #expect(lengths.count < 12)
        #expect(lengths.count { $0 > 1_000 } == 1)
    }
}
