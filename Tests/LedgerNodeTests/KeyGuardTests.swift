import Foundation
import Glibc
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerNode
import LedgerStore
import Testing

/// One guard for each key and chain, by whatever file the key is opened.
@Suite struct KeyGuardTests {
    private let chain: TestChain
    private var folder: String { chain.directory + "/guards" }
    private var keys: String { chain.directory + "/keys" }

    init() throws {
        chain = try TestChain()
        for path in [folder, keys] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
    }

    private var id: Digest { chain.genesis.chainID }
    private func hash(_ height: UInt64) -> Digest { SHA256.hash([UInt8(height)]) }

    private func place(_ key: String = "producer") -> GuardPlace {
        GuardPlace(
            folder: folder, key: chain.producer.publicKey, keyPath: "\(keys)/\(key).key", chain: id)
    }

    private func write(_ height: UInt64, to path: String) throws {
        try HeadGuard(path: path).advance(chain: id, height: height, hash: hash(height))
    }

    private func former(_ key: String) -> String { "\(keys)/\(key).key.\(id.hex.prefix(16)).guard" }

    /// What opening says with a chain that ends at `height`; nil where it lets the node start.
    private func fault(_ place: GuardPlace, head height: UInt64) throws -> GuardFault? {
        do {
            _ = try HeadGuard.open(place, key: chain.producer.publicKey, chain: id, height: height, hash: hash)
            return nil
        } catch let fault as GuardFault { return fault }
    }

    @Test func `the guard is named by key and chain, whatever the key's file is called`() throws {
        let path = "\(folder)/\(chain.producer.publicKey.hex).\(id.hex.prefix(16)).guard"
        #expect(place("producer").path == path && place("backup").path == path)
        try write(4, to: path)
        #expect(try fault(place("backup"), head: 2) == .ahead(path: path, height: 4, head: 2))
        #expect(try fault(place("backup"), head: 4) == nil)
    }

    @Test func `a chain with blocks and no guard needs a word, one without blocks does not`() throws {
        var place = place()
        #expect(try fault(place, head: 0) == nil)
        #expect(try fault(place, head: 2) == .missing(path: place.path, height: 2, beside: []))
        #expect(
            GuardFault.missing(path: "G", height: 2, beside: ["H"]).description
                == "there is no guard G, but the chain has 2 blocks: nothing here says which of them this key has published, or whether "
                + "it has published newer ones. Other guards of the chain are H. If the key has signed elsewhere, by another user or "
                + "machine, bring its guard along, or name its folder with --guard DIR. Otherwise compare block 2 with what others "
                + "have seen of the chain (laurel audit, receipts), and once sure that no newer block was published, start once with --new-guard"
        )
        place.acceptsMissing = true
        #expect(try fault(place, head: 2) == nil)
    }

    @Test func `a guard of an earlier release beside the key's file is taken over, and never stands for a newer one`()
        throws
    {
        try write(3, to: former("producer"))
        let place = place()
        #expect(try fault(place, head: 2) == .ahead(path: former("producer"), height: 3, head: 2))
        #expect(try fault(place, head: 3) == nil)
        try write(4, to: place.path)
        try HeadGuard.retire(place)
        #expect(access(former("producer"), F_OK) != 0)
        #expect(unlink(place.path) == 0)
        #expect(try fault(self.place(), head: 3) == .missing(path: place.path, height: 3, beside: []))
    }

    @Test func `the newest of all guards counts, though one lies under the name of another key`() throws {
        try write(2, to: place().path)
        try write(5, to: former("before-it-was-renamed"))
        #expect(
            try fault(place(), head: 3) == .ahead(path: former("before-it-was-renamed"), height: 5, head: 3))
        #expect(try fault(place(), head: 5) == nil)
        unlink(place().path)
        #expect(
            try fault(place(), head: 5)
                == .missing(path: place().path, height: 5, beside: [former("before-it-was-renamed")]))
    }

    @Test func `a link to a key in another folder finds the guard beside the key itself`() throws {
        try write(5, to: former("producer"))
        try Data().write(to: URL(filePath: "\(keys)/producer.key"))
        let link = chain.directory + "/link.key"
        #expect(symlink("\(keys)/producer.key", link) == 0)
        let place = GuardPlace(folder: folder, key: chain.producer.publicKey, keyPath: link, chain: id)
        guard case .ahead(let path, height: 5, head: 3) = try #require(try fault(place, head: 3)) else {
            Issue.record("another fault")
            return
        }
        #expect(path.hasSuffix(former("producer")))
    }

    @Test func `an earlier release that runs with the key holds its own lock, and the start is refused`() throws {
        try write(3, to: former("producer"))
        let older = try HeadGuard(path: former("producer")).locked(nil)
        #expect(try fault(place(), head: 3) == .inUse(path: former("producer")))
        withExtendedLifetime(older) {}
    }

    @Test func `on one machine one process signs with a key on a chain, wherever its guard lies`() throws {
        let key = chain.producer.publicKey
        let open = { (name: String, chain: Digest) in
            try HeadGuard.open(
                GuardPlace(path: "\(folder)/\(name)"), key: key, chain: chain, height: 0, hash: hash)
        }
        var first: HeadGuard? = try open("one", id)
        let fault = #expect(throws: GuardFault.self) { try open("two", id) }
        #expect(fault == .inUseOnMachine(process: getpid(), user: geteuid()))
        #expect(
            fault?.description
                == "another process on this machine signs with this key on this chain: process \(getpid()) of user \(geteuid()), with its "
                + "guard in another folder. Stop it first; two nodes with one key would sign two blocks at one height")
        _ = try open("three", hash(1))
        withExtendedLifetime(first) {}
        first = nil
        _ = try open("two", id)
    }

    @Test func `a guard or a lock that is gone or another file fails the next block`() throws {
        for name in ["", ".lock"] {
            let place = GuardPlace(path: "\(folder)/guard-\(name.count)")
            let headGuard = try HeadGuard.open(
                place, key: chain.producer.publicKey, chain: id, height: 0, hash: hash)
            for height in 0...2 { try headGuard.advance(chain: id, height: UInt64(height), hash: hash(UInt64(height))) }
            try headGuard.checkFiles()
            let path = place.path + name
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            #expect(rename(path + ".copy", path) == 0)
            #expect(throws: FileError.vanished(path: path)) { try headGuard.checkFiles() }
            #expect(throws: FileError.vanished(path: path)) {
                try headGuard.advance(chain: id, height: 3, hash: hash(3))
            }
        }
    }

    @Test func `guard and lock are their owner's alone`() throws {
        let headGuard = try HeadGuard.open(
            place(), key: chain.producer.publicKey, chain: id, height: 0, hash: hash)
        try headGuard.advance(chain: id, height: 0, hash: id)
        for path in [place().path, place().path + ".lock"] {
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(path)")
        }
    }

    @Test func `a node's first start writes the guard, so that one that is lost before a later start is missed`()
        async throws
    {
        try await withLiveNode(chain) { [chain] client, _ in
            _ = try await client.submit(try chain.reward("T", sequence: 0))
        }
        #expect(try HeadGuard(path: chain.guardPath).height == 1)
        #expect(unlink(chain.guardPath) == 0)
        let fault = #expect(throws: GuardFault.self) { try LedgerNode(chain.configuration()) }
        #expect(fault == .missing(path: chain.guardPath, height: 1, beside: []))
        var configuration = chain.configuration()
        configuration.guardPlace.acceptsMissing = true
        _ = try LedgerNode(configuration)
        #expect(try HeadGuard(path: chain.guardPath).height == 1)
    }
}
