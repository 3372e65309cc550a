import LedgerStore
import Testing

/// What loading a state finds out by itself, without a replay.
@Suite struct LoadTests {
    static let changes: [(sql: String, place: Damage.Place)] = [
        ("UPDATE blocks SET hash = zeroblob(32) WHERE height = 8", .blocks),
        ("DELETE FROM blocks WHERE height = 8", .blocks),
        ("UPDATE accounts SET rest = x'00' WHERE idx = 1", .accounts),
        (
            "UPDATE accounts SET id = (SELECT CAST(x'02' || substr(id, 2) AS BLOB) FROM accounts WHERE idx = 1) WHERE idx = 1",
            .meta
        ),
        ("DELETE FROM accounts WHERE idx = 2", .accounts),
        ("DELETE FROM accounts WHERE idx = 4", .pending),
        ("UPDATE spending SET record = zeroblob(28)", .meta),
        ("UPDATE spending SET record = CAST(x'ff000000' || substr(record, 5) AS BLOB)", .spending),
        ("DELETE FROM spending", .meta),
        ("DELETE FROM pending", .pending),
        ("DELETE FROM revocations", .pending),
        ("UPDATE pending SET first = first + 1", .pending),
        ("UPDATE pending SET tx = tx + 1000", .pending),
        ("UPDATE pending SET matures_at = 0", .pending),
        ("UPDATE transactions SET height = 900 WHERE first >= (SELECT min(tx) FROM pending)", .blocks),
        ("UPDATE transactions SET records = CAST(zeroblob(32) || x'0100000000' AS BLOB)", .pending),
        ("UPDATE transactions SET height = 1 WHERE first >= 4", .pending),
        ("UPDATE transactions SET records = CAST(zeroblob(32) || x'0200000000' AS BLOB)", .transactions),
        (
            """
            UPDATE transactions SET records = (SELECT records FROM transactions WHERE height = 6)
            WHERE height IN (4, 5)
            """, .pending
        ),
        ("UPDATE revocations SET credit = credit + 900 WHERE tx >= (SELECT min(tx) FROM pending)", .revocations),
        ("DELETE FROM transactions", .pending),
        ("UPDATE refs SET records = x'00' WHERE first = 0", .references),
        ("UPDATE refs SET records = zeroblob(length(records)) WHERE first = 0", .references),
        ("DELETE FROM refs WHERE first = (SELECT max(first) FROM refs)", .references),
        ("UPDATE meta SET value = zeroblob(length(value)) WHERE key = 'totals'", .pending),
        (
            "UPDATE meta SET value = CAST(substr(value, 1, length(value) - 4) || x'01000000' AS BLOB) WHERE key = 'policy'",
            .meta
        ),
        ("UPDATE meta SET value = zeroblob(8) WHERE key = 'historyBefore'", .blocks),
        ("UPDATE meta SET value = zeroblob(32) WHERE key = 'frontiers'", .meta),
        ("DELETE FROM meta WHERE key = 'totals'", .meta),
    ]

    @Test(arguments: changes) func `a changed index does not load`(sql: String, place: Damage.Place) throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(sql)
        let store = try folder.open()
        let error = #expect(throws: StoreError.self) { _ = try store.loadState() }
        guard case .damaged(_, let damage) = try #require(error) else {
            Issue.record("\(String(describing: error)) is not damage")
            return
        }
        #expect(damage.place == place, "\(damage)")
    }

    @Test func `a pending reward whose id is not that of its bytes does not load`() throws {
        var chain = TestChain()
        try chain.build(at: 1, [chain.reward("T-1", [(TestChain.alice, 500)])])
        let folder = try StoreFolder.holding(chain)
        try folder.tamper("UPDATE transactions SET records = CAST(zeroblob(32) || substr(records, 33) AS BLOB)")
        let error = #expect(throws: StoreError.self) { _ = try folder.open().loadState() }
        #expect("\(try #require(error))".contains("pending, transaction 0: found the id 0000"))
    }

    @Test func `damage is told with the place, both values and the way out`() throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper("UPDATE pending SET first = 77")
        let error = #expect(throws: StoreError.self) { _ = try folder.open().loadState() }
        let message = "\(try #require(error))"
        #expect(message.hasPrefix("\(folder.path) is damaged: pending, transaction "))
        #expect(
            message.hasSuffix(
                ": found number 77, expected number 4. Run `laurel audit \(folder.path)` to see whether the chain is sound; "
                    + "if it is, rebuild the index with `laurel export` and `laurel import chain`"))
    }

    @Test func `a genesis that is not this chain's is refused`() throws {
        let folder = try StoreFolder.holding(TestChain())
        try folder.tamper("UPDATE meta SET value = zeroblob(32) WHERE key = 'chain'")
        let error = #expect(throws: StoreError.self) { try folder.open() }
        #expect("\(try #require(error))".contains("meta, genesis: found one of chain"))
    }

    @Test func `a file that is no database is damage`() throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.overwriteDatabase("this is not a database, and long enough to be looked at as one")
        let error = #expect(throws: StoreError.self) { try folder.open() }
        guard case .damaged(_, let damage) = try #require(error) else {
            Issue.record("\(String(describing: error)) is not damage")
            return
        }
        #expect(damage.place == .file)
    }
}
