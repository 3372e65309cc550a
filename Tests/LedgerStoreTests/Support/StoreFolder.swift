import FoundationEssentials
import GRDB
import Ledger
import LedgerStore

/// A ledger in a folder of its own for one test, removed when the last reference goes.
final class StoreFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/laurel-store-\(UInt64.random(in: 0 ... .max))"
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A folder that holds all blocks of a chain, with nobody writing to it.
    static func holding(_ chain: TestChain) throws -> StoreFolder {
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        for update in chain.updates { try store.commit(update) }
        return folder
    }

    func open(_ access: LedgerStore.Access = .readOnly) throws -> LedgerStore {
        try LedgerStore.open(at: path, access: access)
    }

    /// Changes the file behind the store's back.
    func tamper(_ sql: String) throws {
        try DatabaseQueue(path: path + "/ledger.sqlite").write { try $0.execute(sql: sql) }
    }
}

extension StoreFolder {
    /// Puts a text in the place of the database and its log.
    func overwriteDatabase(_ text: String) throws {
        let file = path + "/ledger.sqlite"
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        try Data(String(repeating: text, count: 100).utf8).write(to: URL(fileURLWithPath: file))
    }
}
