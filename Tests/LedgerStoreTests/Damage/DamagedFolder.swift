import FoundationEssentials
import GRDB
import Glibc
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore

import struct LedgerTesting.RandomChain

/// A data folder of a random chain, to be damaged and audited.
final class DamagedFolder {
    let folder = StoreFolder()
    let height: UInt64
    let head: Digest
    private let updates: [IndexUpdate]
    private let genesis: Genesis

    var database: String { folder.path + "/ledger.sqlite" }
    var log: String { database + "-wal" }

    /// - Parameter inLog: how many of the last blocks stand in SQLite's log alone, as after a crash.
    init(seed: UInt64, blocks: Int, transactions: Int, inLog: Int = 0) throws {
        var random = RandomChain(seed: seed)
        try random.grow(blocks: blocks, transactions: transactions)
        updates = random.chain.updates
        genesis = random.chain.community.genesis
        height = UInt64(blocks)
        head = random.chain.state.head
        _ = try LedgerStore.create(at: folder.path, genesis: genesis)
        try commit(updates.dropLast(inLog))
        guard inLog > 0 else { return }
        // The last connection that closes folds the log in, so the files are copied while the store is open.
        let store = try folder.open(.readWrite)
        for update in updates.suffix(inLog) { try store.commit(update) }
        let files = [database, log].map { ($0, Self.read($0)) }
        withExtendedLifetime(store) {}
        for (path, bytes) in files { try Data(bytes).write(to: URL(filePath: path + ".copy")) }
    }

    private func commit(_ updates: some Sequence<IndexUpdate>) throws {
        let store = try folder.open(.readWrite)
        for update in updates { try store.commit(update) }
        try store.remember(handles: (0..<4).compactMap { Handle("github:person\($0)") })
    }

    /// The files as they were with the log in place. To be called when no store is open.
    func restoreLog() throws {
        for path in [database, log] { try Data(Self.read(path + ".copy")).write(to: URL(filePath: path)) }
    }

    static func read(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(filePath: path))).map { [UInt8]($0) } ?? []
    }

    /// What the audit of a folder says, told the head that it must reach: nil where it holds.
    func finding(at path: String? = nil) async throws -> String? {
        do {
            let store = try LedgerStore.open(at: path ?? folder.path, access: .readOnly)
            let (replay, index) = try await store.checkIndex(options: ReplayOptions(now: .latest, cores: 1))
            if let fault = replay.fault { return "block \(fault.height): \(fault.fault)" }
            if let failure = replay.sourceFailure { return "block \(replay.height + 1): \(failure)" }
            if let damage = index.damage { return "\(damage)" }
            guard index.holds else { return "the index was not compared" }
            guard replay.height == height, replay.headHash == head else {
                return "it ends at block \(replay.height), but block \(height) was seen"
            }
            return nil
        } catch let error as StoreError { return "\(error)" }
    }

    /// All rows of all tables and the schema, as one text for each.
    static func rows(at path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return try (["sqlite_master"] + tables).flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }.sorted()
            }
        }
    }

    static func trees(at path: String) throws -> [PageMap.Tree] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            try Row.fetchAll(db, sql: "SELECT type, name, rootpage FROM sqlite_master WHERE rootpage > 0").map { tree in
                guard tree["type"] == "table" else { return PageMap.Tree(root: tree["rootpage"]) }
                let keys = try Row.fetchAll(
                    db, sql: "SELECT cid, type FROM pragma_table_info(?) WHERE pk > 0", arguments: [tree["name"]])
                let isRowNumber = keys.count == 1 && keys[0]["type"] == "INTEGER"
                return PageMap.Tree(root: tree["rootpage"], keyColumn: isRowNumber ? keys[0]["cid"] : nil)
            }
        }
    }
}

/// A file of which single bits are flipped in place and back.
struct FlippedFile: ~Copyable {
    let path: String
    private let file: Int32
    let count: Int

    init(_ path: String) {
        self.path = path
        file = open(path, O_RDWR | O_CLOEXEC)
        count = Int(lseek(file, 0, SEEK_END))
    }

    deinit { close(file) }

    func flip(_ bit: Int) {
        var byte: UInt8 = 0
        guard pread(file, &byte, 1, off_t(bit / 8)) == 1 else { return }
        byte ^= 1 << UInt8(bit % 8)
        _ = pwrite(file, &byte, 1, off_t(bit / 8))
    }
}
