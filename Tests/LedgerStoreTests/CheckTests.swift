import Ledger
import LedgerReplay
import LedgerStore
import Testing

@Suite struct CheckTests {
    static let options = ReplayOptions(now: .latest, cores: 1)

    @Test func `a sound folder holds, and every row was compared`() async throws {
        let chain = try TestChain.sample()
        let folder = try StoreFolder.holding(chain)
        let (replay, index) = try await folder.open().checkIndex(options: Self.options)
        #expect(replay.holds && replay.height == 8)
        #expect(index.damage == nil)
        #expect(index.holds)
        #expect(index.rows[.blocks] == 8)
        #expect(index.rows[.transactions] == chain.state.totals.transactions)
        #expect(index.rows[.accounts] == UInt64(chain.state.accounts.count))
        #expect(index.rows[.pending] == UInt64(chain.state.pending.count))
        #expect(index.rows[.postings] == UInt64(chain.updates.reduce(0) { $0 + $1.postings.count }))
        #expect(index.rows[.ids] == chain.state.totals.transactions)
        for place in [Damage.Place.spending, .references, .revocations, .history, .meta] {
            #expect(index.rows[place, default: 0] > 0, "\(place)")
        }
    }

    @Test func `a folder without blocks holds`() async throws {
        let folder = try StoreFolder.holding(TestChain())
        let (replay, index) = try await folder.open().checkIndex(options: Self.options)
        #expect(replay.holds && index.holds)
    }

    /// What is changed behind the store's back, and where the check finds it.
    static let changes: [(sql: String, place: Damage.Place)] = [
        ("UPDATE blocks SET hash = zeroblob(32) WHERE height = 3", .blocks),
        ("UPDATE transactions SET records = CAST(zeroblob(32) || substr(records, 33) AS BLOB)", .transactions),
        (
            "INSERT INTO transactions SELECT first + 900, height, records FROM transactions WHERE first = 0",
            .transactions
        ),
        ("UPDATE ids SET entries = CAST(substr(entries, 1, 7) || x'77' || substr(entries, 9) AS BLOB)", .ids),
        ("UPDATE ids SET entries = CAST(substr(entries, 9) || substr(entries, 1, 8) AS BLOB) WHERE run = 0", .ids),
        ("UPDATE ids SET prefix = prefix - 1 WHERE run = 0", .ids),
        ("DELETE FROM ids WHERE run = 0", .ids),
        ("INSERT INTO ids VALUES (0, 0, zeroblob(8))", .ids),
        ("INSERT INTO ids VALUES (99, 0, zeroblob(8))", .ids),
        ("UPDATE id_runs SET first = first + 1", .ids),
        ("UPDATE id_runs SET count = count + 1", .ids),
        ("UPDATE id_runs SET count = count - 1 WHERE count > 1", .ids),
        ("UPDATE id_runs SET count = 0 WHERE first = 0", .ids),
        ("INSERT INTO id_runs VALUES (99, 1)", .ids),
        ("DELETE FROM id_runs", .ids),
        ("UPDATE accounts SET balance = x'ffffffffffffffffffffffffffffffff' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET balance = balance + 1 WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = 0 WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = -earned WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = earned + 0.5 WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = earned || '' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = x'' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = x'087fffffffffffffff' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = x'09008000000000000000' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = x'0780000000000000' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = x'088000000000000000ff' WHERE idx = 1", .accounts),
        ("UPDATE accounts SET earned = CAST(x'1101' || zeroblob(16) AS BLOB) WHERE idx = 1", .accounts),
        ("UPDATE accounts SET rest = CAST(x'7f' || substr(rest, 2) AS BLOB) WHERE idx = 1", .accounts),
        ("UPDATE accounts SET rest = x'00' WHERE idx = 1", .accounts),
        ("DELETE FROM accounts WHERE idx = 4", .accounts),
        (
            """
            INSERT INTO accounts
            SELECT 99, zeroblob(33), balance, earned, pending, last_posting, rest FROM accounts WHERE idx = 1
            """, .accounts
        ),
        ("UPDATE accounts SET pending = 255 WHERE idx = 1", .accounts),
        ("UPDATE accounts SET last_posting = NULL WHERE idx = 1", .history),
        ("UPDATE accounts SET last_posting = last_posting - 1 WHERE last_posting > 0", .history),
        ("UPDATE spending SET record = zeroblob(28)", .spending),
        ("DELETE FROM spending", .spending),
        ("UPDATE pending SET first = first + 1", .pending),
        ("UPDATE pending SET matures_at = matures_at + 1", .pending),
        ("UPDATE pending SET tx = tx + 1000", .pending),
        ("INSERT INTO pending SELECT tx + 1000, first, matures_at FROM pending LIMIT 1", .pending),
        ("DELETE FROM pending", .pending),
        ("UPDATE refs SET records = CAST(zeroblob(16) || substr(records, 17) AS BLOB) WHERE first = 0", .references),
        ("UPDATE refs SET records = CAST(records || zeroblob(17) AS BLOB) WHERE first = 0", .references),
        ("DELETE FROM refs WHERE first = 0", .references),
        ("INSERT INTO refs VALUES (999, zeroblob(17))", .references),
        ("INSERT INTO freed VALUES (zeroblob(16), 1)", .references),
        ("DELETE FROM freed", .references),
        ("UPDATE revocations SET by_tx = by_tx + 1 WHERE number = 1", .revocations),
        ("DELETE FROM revocations WHERE number = 0", .revocations),
        ("INSERT INTO revocations VALUES (99, 77, 0, 0)", .revocations),
        (
            "UPDATE postings SET records = CAST(substr(records, 1, 1) || x'77' || substr(records, 3) AS BLOB)",
            .postings
        ),
        ("UPDATE postings SET height = 2 WHERE first = 0", .postings),
        ("UPDATE postings SET records = CAST(x'4d' || substr(records, 2) AS BLOB) WHERE first = 0", .postings),
        ("UPDATE postings SET records = x'00' WHERE first = 0", .postings),
        ("UPDATE postings SET records = CAST(records || records AS BLOB) WHERE first = 0", .postings),
        ("DELETE FROM postings WHERE first = (SELECT max(first) FROM postings)", .postings),
        ("INSERT INTO postings SELECT 999, 8, records FROM postings LIMIT 1", .postings),
        (
            """
            UPDATE postings SET records = CAST(substr(records, 1, length(records) - 1) || x'00' AS BLOB)
            WHERE first = (SELECT max(first) FROM postings)
            """, .history
        ),
        ("UPDATE meta SET value = zeroblob(length(value)) WHERE key = 'totals'", .meta),
        ("UPDATE meta SET value = (SELECT value FROM meta WHERE key = 'historyBefore') WHERE key = 'frontiers'", .meta),
        (
            "UPDATE meta SET value = CAST(substr(value, 1, length(value) - 4) || x'01000000' AS BLOB) WHERE key = 'policy'",
            .meta
        ),
        ("DELETE FROM meta WHERE key = 'policy'", .meta),
        ("INSERT INTO names VALUES (CAST(x'01' || zeroblob(32) AS BLOB), 'github:nobody')", .names),
    ]

    @Test(arguments: changes) func `a change of any table is found, and the chain still holds`(
        sql: String, place: Damage.Place
    ) async throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(sql)
        let (replay, index) = try await folder.open().checkIndex(options: Self.options)
        #expect(replay.holds, "\(replay.sourceFailure ?? "\(String(describing: replay.fault))")")
        #expect(index.damage?.place == place, "\(index.damage.map { "\($0)" } ?? "nothing found")")
        #expect(!index.holds)
    }

    @Test func `a difference is told with its place and both values`() async throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(
            """
            UPDATE refs SET records = CAST(substr(records, 1, 16) || x'09' || substr(records, 18) AS BLOB)
            WHERE first = 0
            """)
        let index = try await folder.open().checkIndex(options: Self.options).index
        let damage = try #require(index.damage)
        #expect(damage.key == "number 0")
        #expect("\(damage)".contains(": found reference "))
        #expect("\(damage)".contains(" paid by transaction 9, expected reference "))
        #expect("\(damage)".hasSuffix(" paid by transaction 0"))
    }

    @Test func `altered bytes of a transaction break the chain itself`() async throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(
            "UPDATE transactions SET records = CAST(substr(records, 1, length(records) - 1) || x'00' AS BLOB) WHERE height = 2"
        )
        let (replay, index) = try await folder.open().checkIndex(options: Self.options)
        #expect(replay.fault?.height == 2)
        #expect(!index.isComplete && !index.holds)
    }

    @Test(arguments: [
        "DELETE FROM blocks WHERE height = 4", "DELETE FROM transactions WHERE height = 3",
        "UPDATE blocks SET header = x'00' WHERE height = 2", "UPDATE blocks SET first_transaction = 4 WHERE height = 3",
        "UPDATE transactions SET height = 7 WHERE height = 2",
        "UPDATE transactions SET first = first + 1 WHERE height = 2",
        "UPDATE transactions SET records = x'' WHERE height = 2",
        "UPDATE transactions SET records = CAST(substr(records, 1, 40) AS BLOB) WHERE height = 2",
        "UPDATE transactions SET records = CAST(records || x'00' AS BLOB) WHERE height = 2",
        "UPDATE transactions SET records = CAST(records || records AS BLOB) WHERE height = 2",
    ]) func `a block that can't be put together is damage at its height, not a sound chain`(sql: String) async throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(sql)
        let (replay, index) = try await folder.open().checkIndex(options: Self.options)
        #expect(!replay.holds)
        #expect(replay.sourceFailure?.contains("is damaged") == true)
        #expect(!index.holds)
    }
}
