import FoundationEssentials
import GRDB
import Glibc
import Ledger
import LedgerStore
import Testing

/// A database whose declarations somebody has changed, and files that are not the writer's alone.
@Suite struct DistrustTests {
    static let changes = [
        "CREATE TRIGGER x AFTER INSERT ON blocks BEGIN UPDATE accounts SET balance = 1; END",
        "CREATE TRIGGER x AFTER DELETE ON meta BEGIN SELECT 1; END", "CREATE VIEW x AS SELECT * FROM accounts",
        "CREATE VIEW x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "CREATE TABLE x (a)", "CREATE INDEX x ON blocks (hash)", "CREATE INDEX x ON accounts (abs(balance))",
        "ALTER TABLE names ADD COLUMN more ANY GENERATED ALWAYS AS (id) VIRTUAL",
        "CREATE VIRTUAL TABLE x USING fts5(a)",
        "DROP INDEX accounts_by_earned", "ALTER TABLE spending RENAME TO spent",
        "DROP TABLE names; CREATE VIEW names AS SELECT id, id AS handle FROM accounts",
        "DROP TABLE meta; CREATE VIEW meta AS SELECT 'format' AS key, x'0700000000000000' AS value",
    ]

    @Test(arguments: changes, [LedgerStore.Access.readOnly, .readWrite])
    func `what no ledger declares is refused before anything of it runs`(sql: String, access: LedgerStore.Access) throws
    {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper(sql)
        let error = #expect(throws: StoreError.self) { try folder.open(access) }
        guard case .schema(folder.path, _, _) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `who finds a trigger is told which, and what to do`() throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper("CREATE TRIGGER x AFTER INSERT ON blocks BEGIN SELECT 1; END")
        let error = #expect(throws: StoreError.self) { try folder.open() }
        #expect(
            "\(try #require(error))"
                == "\(folder.path) is no ledger as this release makes one: its database declares 'trigger' 'x' of 'blocks': "
                + "'CREATE TRIGGER x AFTER INSERT ON blocks BEGIN SELECT 1; END', where nothing more is expected. Nothing of it was "
                + "run. Somebody has changed the database: put back a copy, or take the chain from an archive with `laurel import chain`"
        )
    }

    @Test func `a trigger that comes while the ledger is open stops the next commit and changes nothing`() throws {
        let chain = try TestChain.sample()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        for update in chain.updates[..<3] { try store.commit(update) }
        try folder.tamper("CREATE TRIGGER x AFTER INSERT ON blocks BEGIN DELETE FROM transactions; END")
        let error = #expect(throws: StoreError.self) { try store.commit(chain.updates[3]) }
        guard case .schema = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try store.head()?.header.height == 3)
        try folder.tamper("DROP TRIGGER x")
        try store.commit(chain.updates[3])
        #expect(try store.head()?.header.height == 4)
    }

    @Test func `a pipe in the place of a file is refused, and nobody waits for it`() throws {
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let folder = try StoreFolder.holding(TestChain())
            unlink("\(folder.path)/\(name)")
            #expect(mkfifo("\(folder.path)/\(name)", 0o600) == 0)
            for access in [LedgerStore.Access.readOnly, .readWrite] {
                let error = #expect(throws: StoreError.self) { try folder.open(access) }
                #expect("\(try #require(error))".contains("/\(name) is not a regular file"))
            }
        }
    }

    @Test(arguments: [
        "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite-journal", "lock",
    ])
    func `a link in the place of a file is refused, and what it leads to stays as it was`(name: String) throws {
        let folder = try StoreFolder.holding(TestChain())
        let other = folder.path + ".other"
        defer { unlink(other) }
        try Data("precious".utf8).write(to: URL(fileURLWithPath: other))
        chmod(other, 0o644)
        unlink("\(folder.path)/\(name)")
        #expect(symlink(other, "\(folder.path)/\(name)") == 0)
        for access in [LedgerStore.Access.readOnly, .readWrite] {
            let error = #expect(throws: StoreError.self) { try folder.open(access) }
            #expect(
                "\(try #require(error))".contains(
                    "/\(name) is a symbolic link, which may lead anywhere; nothing was changed. See who put it there"))
        }
        #expect(mode(other) == 0o644)
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == Data("precious".utf8))
    }

    @Test(arguments: [LedgerStore.Access.readOnly, .readWrite])
    func `values that are far too large are refused by their length, before they are loaded`(
        access: LedgerStore.Access
    ) throws {
        let folder = try StoreFolder.holding(TestChain.sample())
        try folder.tamper("UPDATE meta SET value = zeroblob(9000000) WHERE key = 'policy'")
        let large = #expect(throws: StoreError.self) { try folder.open(access) }
        #expect(
            "\(try #require(large))".hasPrefix(
                "\(folder.path) is damaged: meta, policy: found 9000000 bytes, expected at most 8388608. "))
        let other = try StoreFolder.holding(TestChain.sample())
        try other.tamper("UPDATE transactions SET records = zeroblob(70000000)")
        let error = #expect(throws: StoreError.self) { try other.open(access).transaction(number: 0) }
        guard case .damaged(_, let damage) = try #require(error), damage.found == "string or blob too big" else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `folder and files are the writer's alone, and become so again when it opens them`() throws {
        let folder = StoreFolder()
        let names = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock"]
        func look(_ store: LedgerStore) {
            #expect(mode(folder.path) == 0o700)
            for name in names { #expect(mode("\(folder.path)/\(name)") == 0o600, "\(name)") }
        }
        look(try LedgerStore.create(at: folder.path, genesis: TestChain().genesis))
        chmod(folder.path, 0o777)
        for name in names { chmod("\(folder.path)/\(name)", 0o666) }
        let reader = try folder.open()
        #expect(mode(folder.path) == 0o777, "who only reads changes nothing")
        look(try folder.open(.readWrite))
        withExtendedLifetime(reader) {}
    }

    @Test(arguments: ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock", ""])
    func `a commit fails whose files are gone`(name: String) throws {
        let chain = try TestChain.sample()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        try store.commit(chain.updates[0])
        try store.checkFiles()
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
        let path = "\(folder.path)/\(name.isEmpty ? "lock" : name)"
        #expect(throws: StoreError.vanished(path: path)) { try store.checkFiles() }
        #expect(throws: StoreError.vanished(path: path)) { try store.commit(chain.updates[1]) }
        #expect(throws: StoreError.vanished(path: path)) { try store.makeDurable() }
        #expect(throws: StoreError.vanished(path: path)) { try store.fold() }
    }

    @Test func `a commit fails whose database was replaced by a copy`() throws {
        let chain = try TestChain.sample()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        let file = folder.path + "/ledger.sqlite"
        try FileManager.default.copyItem(atPath: file, toPath: file + ".copy")
        #expect(rename(file + ".copy", file) == 0)
        #expect(throws: StoreError.vanished(path: file)) { try store.commit(chain.updates[0]) }
    }
}
