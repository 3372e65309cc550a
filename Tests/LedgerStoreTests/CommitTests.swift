import Ledger
import LedgerCrypto
import LedgerStore
import Testing

@Suite struct CommitTests {
    @Test func `a reopened ledger has the state that was committed, at every height`() throws {
        let chain = try TestChain.sample()
        var replay = TestChain()
        let folder = StoreFolder()
        let start = try LedgerStore.create(at: folder.path, genesis: chain.genesis).loadState()
        #expect(start.stateRoot == replay.state.stateRoot)
        for (index, update) in chain.updates.enumerated() {
            try folder.open(.readWrite).commit(update)
            try replay.follow(Block(decoding: chain.blocks[index]))
            let loaded = try folder.open().loadState()
            #expect(loaded.stateRoot == update.header.header.stateRoot)
            #expect(loaded.head == update.hash)
            #expect(loaded.frontiers == update.frontiers)
            expectEqual(loaded.snapshot, replay.state.snapshot)
        }
    }

    @Test func `a loaded state goes on exactly like the one that was never put down`() throws {
        var chain = try TestChain.sample()
        var loaded = try StoreFolder.holding(chain).open().loadState()
        try chain.build(at: 200, [chain.reward("T-9", [(TestChain.bob, 7)])])
        let block = try Block(decoding: #require(chain.blocks.last))
        var keys = ParsedKeys()
        let verified = VerifiedBlock(block, on: loaded.chainID, keys: &keys)
        loaded = try loaded.accepting(verified).takeState()
        #expect(loaded.stateRoot == chain.state.stateRoot)
        expectEqual(loaded.snapshot, chain.state.snapshot)
    }

    @Test func `an account's row that is gone when it changes is damage, and the block is not written`() throws {
        let chain = try TestChain.sample()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        for update in chain.updates[..<3] { try store.commit(update) }
        try folder.tamper("DELETE FROM accounts WHERE idx = 1")
        let error = #expect(throws: StoreError.self) { try store.commit(chain.updates[3]) }
        #expect("\(try #require(error))".contains("accounts, index 1: found no row"))
        #expect(try store.head()?.header.height == 3)
    }

    @Test func `a block that does not follow the head is refused with both heights`() throws {
        let chain = try TestChain.sample()
        let folder = try StoreFolder.holding(chain)
        let store = try folder.open(.readWrite)
        let update = chain.updates[2]
        let error = #expect(throws: StoreError.self) { try store.commit(update) }
        #expect(
            "\(try #require(error))"
                == "block 3 on \(chain.updates[1].hash) does not follow the head; block 9 on \(chain.updates[7].hash) does"
        )
    }

    static let changes: [(sql: String, place: Damage.Place)] = [
        ("UPDATE accounts SET last_posting = last_posting + 1000 WHERE idx = 1", .accounts),
        ("DELETE FROM postings WHERE first > 0", .accounts),
        ("DELETE FROM accounts WHERE idx = 1", .accounts),
        ("UPDATE ids SET entries = CAST(substr(entries, 9) || substr(entries, 1, 8) AS BLOB)", .ids),
        ("DELETE FROM ids", .ids),
        ("UPDATE id_runs SET count = count + 1", .ids),
        ("DELETE FROM id_runs WHERE first = (SELECT max(first) FROM id_runs)", .ids),
    ]

    @Test(arguments: changes) func `nothing is built on damage that a commit meets`(
        sql: String, place: Damage.Place
    ) throws {
        var chain = try TestChain.sample()
        let folder = try StoreFolder.holding(chain)
        try folder.tamper(sql)
        let rewards = try (0..<20).map { try chain.reward("T-\(100 + $0)", [(TestChain.bob, 7)], after: $0) }
        let update = try chain.build(at: 200, rewards)
        let store = try folder.open(.readWrite)
        let error = #expect(throws: StoreError.self) { try store.commit(update) }
        guard case .damaged(_, let damage) = try #require(error) else {
            Issue.record("\(String(describing: error)) is not damage")
            return
        }
        #expect(damage.place == place, "\(damage)")
        #expect(try store.header(9) == nil)
    }

    @Test(arguments: [
        "blocks", "transactions", "ids", "id_runs", "accounts", "spending", "pending", "refs", "postings", "meta",
    ])
    func `a commit that fails at any table leaves nothing behind`(table: String) throws {
        var chain = TestChain()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        let update = try chain.build(at: 1, [chain.reward("T-1", [(TestChain.alice, 500)])])
        let before = try store.loadState()
        try folder.tamper(
            "CREATE TRIGGER failing BEFORE INSERT ON \(table) BEGIN SELECT raise(ABORT, 'the disk is on fire'); END")
        let error = #expect(throws: StoreError.self) { try store.commit(update) }
        #expect("\(try #require(error))".contains("the disk is on fire"))
        #expect(try store.head() == nil)
        #expect(try store.transaction(number: 0) == nil)
        expectEqual(try store.loadState().snapshot, before.snapshot)
        try folder.tamper("DROP TRIGGER failing")
        try store.commit(update)
        #expect(try store.loadState().head == update.hash)
    }
}

/// Compares all parts but the order in which references are kept.
func expectEqual(
    _ found: LedgerState.Snapshot, _ expected: LedgerState.Snapshot, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.height == expected.height, sourceLocation: sourceLocation)
    #expect(found.head == expected.head, sourceLocation: sourceLocation)
    #expect(found.totals == expected.totals, sourceLocation: sourceLocation)
    #expect(found.policy == expected.policy, sourceLocation: sourceLocation)
    #expect(found.accounts == expected.accounts, sourceLocation: sourceLocation)
    #expect(found.spending == expected.spending, sourceLocation: sourceLocation)
    #expect(found.pending.map(\.record) == expected.pending.map(\.record), sourceLocation: sourceLocation)
    #expect(found.pending.map(\.id) == expected.pending.map(\.id), sourceLocation: sourceLocation)
    #expect(found.revokedPending == expected.revokedPending, sourceLocation: sourceLocation)
    #expect(Set(found.references) == Set(expected.references), sourceLocation: sourceLocation)
    #expect(found.frontiers == expected.frontiers, sourceLocation: sourceLocation)
}
