import Dispatch
import GRDB
import Ledger
import LedgerStore
import Testing

@Suite struct AccessTests {
    @Test func `a second writer is refused and told who holds the lock`() throws {
        let folder = try StoreFolder.holding(TestChain())
        let first = try folder.open(.readWrite)
        let error = #expect(throws: StoreError.self) { try folder.open(.readWrite) }
        let message = "\(try #require(error))"
        #expect(message.hasPrefix("\(folder.path) is in use by process "))
        #expect(message.hasSuffix("stop that one first, or ask it over its API"))
        withExtendedLifetime(first) {}
    }

    @Test func `the lock is free once its holder is gone`() throws {
        let folder = try StoreFolder.holding(TestChain())
        _ = try folder.open(.readWrite)
        _ = try folder.open(.readWrite)
    }

    @Test func `a reader sees what a writer commits meanwhile, and can't write`() throws {
        var chain = TestChain()
        let folder = StoreFolder()
        let writer = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        let reader = try folder.open()
        #expect(try reader.head() == nil)
        let update = try chain.build(at: 1, [chain.reward("T-1", [(TestChain.alice, 500)])])
        try writer.commit(update)
        #expect(try reader.head() == update.header)
        #expect(try reader.loadState().stateRoot == chain.state.stateRoot)
        let next = try chain.build(at: 2, [])
        #expect(throws: StoreError.readOnly(directory: folder.path)) { try reader.commit(next) }
    }

    @Test func `a snapshot sees one height, whatever is committed while it lasts`() throws {
        var chain = TestChain()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        let first = try chain.build(at: 1, [chain.reward("T-1", [(TestChain.alice, 500)])])
        try store.commit(first)
        let second = try chain.build(at: 2, [chain.reward("T-2", [(TestChain.alice, 500)])])
        let seen = try store.atOneHeight {
            let before = try store.head()
            let done = DispatchSemaphore(value: 0)
            // By another thread, as this one is within the snapshot. Whether it succeeded shows afterwards.
            DispatchQueue(label: "commit").async {
                try? store.commit(second)
                done.signal()
            }
            done.wait()
            return [before, try store.head(), try store.block(2).map { _ in second.header }]
        }
        #expect(seen == [first.header, first.header, nil])
        #expect(try store.atOneHeight { try store.head() } == second.header)
        struct Mine: Error {}
        #expect(throws: Mine.self) { try store.atOneHeight { throw Mine() } }
        #expect(try store.head() == second.header)
    }

    @Test func `what one call reads is of one height, whatever is committed meanwhile`() throws {
        var chain = TestChain()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        let updates = try (1...300).map { height in
            try chain.build(at: UInt64(height), [chain.reward("T-\(height)", [(TestChain.alice, 500)])])
        }
        let done = DispatchSemaphore(value: 0)
        DispatchQueue(label: "commits").async {
            for update in updates { try? store.commit(update) }
            done.signal()
        }
        // A state of two heights fails its check against the head's roots.
        repeat { _ = try store.loadState() } while done.wait(timeout: .now()) == .timedOut
        #expect(try store.loadState().stateRoot == chain.state.stateRoot)
    }

    @Test func `a log that another is just folding in does not count as folded in`() throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        let store = try folder.open(.readWrite)
        let file = folder.path + "/ledger.sqlite"
        var lasting = Configuration()
        lasting.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: file, configuration: lasting)
        var patient = Configuration()
        patient.busyMode = .timeout(1)
        let other = try DatabaseQueue(path: file, configuration: patient)
        try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM meta") }
        try other.write { try $0.execute(sql: "PRAGMA user_version = 0") }
        let third = try DatabaseQueue(path: file)
        /// How many pages the log holds, or -1 while somebody folds it in.
        let frames = { () throws -> Int in
            try third.inDatabase { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)")?[1] ?? -1 }
        }
        let before = try frames()
        let done = DispatchSemaphore(value: 0)
        DispatchQueue(label: "folding").async {
            // Waits for the reader for as long as it has patience, as the only one who may fold; -1 where `frames` just did.
            var row: Row?
            repeat {
                row = try? other.inDatabase { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(RESTART)") }
            } while row?[1] == -1
            done.signal()
        }
        var isFolding = false
        while !isFolding, done.wait(timeout: .now()) == .timedOut { isFolding = try frames() < 0 }
        #expect(isFolding)
        try store.makeDurable()
        done.wait()
        #expect(try frames() > before, "no commit of its own")
        try reader.inDatabase { try $0.execute(sql: "COMMIT") }
    }

    @Test func `a folder with a ledger is not made anew`() throws {
        let chain = try TestChain.sample()
        let folder = try StoreFolder.holding(chain)
        #expect(throws: StoreError.hasLedger(directory: folder.path)) {
            try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        }
        #expect(try folder.open().head()?.header.height == 8)
    }

    @Test func `a folder without a ledger, or with one that was never finished, is named`() throws {
        let folder = StoreFolder()
        #expect(throws: StoreError.noLedger(directory: folder.path)) { try folder.open() }
        _ = try LedgerStore.create(at: folder.path, genesis: TestChain().genesis)
        let other = StoreFolder()
        let error = #expect(throws: StoreError.self) { try other.open(.readWrite) }
        #expect(
            "\(try #require(error))"
                == "\(other.path) holds no ledger; make one with `laurel node --data DIR --genesis FILE`, or name another folder"
        )
    }

    @Test func `whoever opens a folder waits for another who is just closing it`() throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        let file = folder.path + "/ledger.sqlite"
        var alone = Configuration()
        alone.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        let closing = try DatabaseQueue(path: file, configuration: alone)
        _ = try closing.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta") }
        #expect(throws: DatabaseError.self) {
            try DatabaseQueue(path: file).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta") }
        }
        // From a thread of its own, since other tests may hold all those of the pool for longer than anybody waits.
        DispatchQueue(label: "closing").asyncAfter(deadline: .now() + 0.3) { try? closing.close() }
        #expect(try folder.open().head()?.header.height == 8)
    }

    @Test func `a format of another release is refused`() throws {
        let folder = try StoreFolder.holding(TestChain())
        try folder.tamper("UPDATE meta SET value = x'0300000000000000' WHERE key = 'format'")
        #expect(throws: StoreError.format(directory: folder.path, got: 3, known: 6)) { try folder.open() }
    }
}
