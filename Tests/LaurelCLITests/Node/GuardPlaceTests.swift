import Foundation
import LedgerTesting
import Testing

/// `laurel node` and its guard, which belongs to the key and not to the key's file.
@Suite struct GuardPlaceTests {
    let home: Home

    init() throws { home = try Home() }

    private func start(_ more: [String], environment: [String: String] = [:]) async throws -> Outcome {
        try await home.laurel(["node"] + Town.start + more + home.signing, environment: environment)
    }

    /// A chain of one block, and in `old` a copy of it from before.
    private func chain() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        try FileManager.default.copyItem(atPath: home.path("ledger"), toPath: home.path("old"))
        let node = try await home.node(Town.start + home.signing)
        try await reward(node)
        #expect(await node.stop() == 0)
    }

    private func reward(_ node: NodeProcess) async throws {
        try await home.laurel(
            ["reward", "github:al", "1", "--ticket", "1", "--new", "--key", "issuer", "--node", node.url] + home.signing
        ).done()
    }

    @Test func `the key under another name, copied, linked or in another folder, signs no second block`() async throws {
        try await chain()
        try await home.laurel(["key", "export", "producer", "--out", "moved.json"]).done()
        try await home.laurel(["key", "import", "imported", "--file", "moved.json"] + home.signing).done()
        let files = FileManager.default
        try files.copyItem(atPath: home.path("keys/producer.key"), toPath: home.path("keys/copied.key"))
        try files.createSymbolicLink(
            atPath: home.path("keys/linked.key"), withDestinationPath: home.path("keys/producer.key"))
        try files.copyItem(atPath: home.path("keys"), toPath: home.path("keys2"))
        let ways = [
            ["--producer", "imported"], ["--producer", "copied"], ["--producer", "linked"], ["--keys", "keys2"],
        ]
        for way in ways {
            let refused = try await start(["--data", "old"] + way)
            #expect(refused.status == 2, "\(way): \(refused)")
            #expect(
                refused.error.contains("says that block 1 is published, but the data folder ends at block 0"),
                "\(way): \(refused)")
        }
    }

    @Test func `while one node runs, none with its key starts with another home, guard or user's state`() async throws {
        let town = try await Town(home, window: "0s")
        try FileManager.default.copyItem(atPath: home.path("ledger"), toPath: home.path("other"))
        let ways: [([String], [String: String])] = [
            (["--guard", "guards2"], [:]), ([], ["LAUREL_NODE_GUARD": home.path("guards3")]),
            ([], ["XDG_STATE_HOME": home.path("state2")]),
        ]
        for (arguments, environment) in ways {
            let second = try await start(["--data", "other"] + arguments, environment: environment)
            #expect(second.status == 2)
            #expect(
                second.error.hasPrefix(
                    "another process on this machine signs with this key on this chain: process \(town.node.process.id) of user "
                ), "\(second)")
        }
        #expect(await town.node.stop() == 0)
    }

    @Test func `a guard that is missing beside blocks is told, and a folder from an archive needs the word`()
        async throws
    {
        try await chain()
        try await home.laurel(["export", "ledger", "chain.laurel"]).done()
        try await home.laurel(["import", "chain", "chain.laurel", "--data", "again"]).done()
        let known = try await home.node(Town.start + ["--data", "again"] + home.signing)
        #expect(await known.stop() == 0, "on this machine the guard is there")
        let other = ["XDG_STATE_HOME": home.path("elsewhere")]
        let refused = try await start(["--data", "again"], environment: other)
        #expect(refused.status == 2)
        #expect(
            refused.error.hasPrefix("there is no guard \(home.path("elsewhere/laurel/guards/"))")
                && refused.error.hasSuffix("start once with --new-guard\n"), "\(refused)")
        let told = try await home.node(
            Town.start + ["--data", "again", "--new-guard"] + home.signing, environment: other)
        #expect(await told.stop() == 0)
        let later = try await home.node(Town.start + ["--data", "again"] + home.signing, environment: other)
        #expect(await later.stop() == 0, "once was enough")
    }

    @Test func `a guard as the release before kept it is found, and taken over`() async throws {
        try await chain()
        let guards = home.path("state/laurel/guards")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: guards).first { $0.hasSuffix(".guard") })
        let former = home.path("keys/producer.key.\(name.split(separator: ".")[1]).guard")
        try FileManager.default.moveItem(atPath: "\(guards)/\(name)", toPath: former)
        let old = try await start(["--data", "old"])
        #expect(old.error.contains("/keys/producer.key."), "\(old)")
        #expect(old.error.contains("says that block 1 is published"), "\(old)")
        let node = try await home.node(Town.start + home.signing)
        #expect(await node.stop() == 0)
        #expect(FileManager.default.fileExists(atPath: "\(guards)/\(name)"))
        #expect(!FileManager.default.fileExists(atPath: former))
    }

    @Test func `a folder of guards that can't be written is refused with the way out`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        try home.write("file", "no folder")
        let refused = try await start(["--guard", "file/guards"])
        #expect(refused.status == 2)
        #expect(
            refused.error.hasPrefix("the folder of guards can't be used: cannot make the folder file"), "\(refused)")
        #expect(refused.error.contains("name a folder of this machine that lasts and is writable with --guard DIR"))
        try home.write("node.conf", "guard = guards4\n")
        let node = try await home.node(Town.start + ["--config", "node.conf"] + home.signing)
        #expect(await node.stop() == 0)
        #expect(FileManager.default.fileExists(atPath: home.path("guards4")))
    }

    @Test func `whatever the umask, nothing of a node's can be opened by others`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        let words =
            ["node"] + Town.start + ["--data", "open", "--guard", "guards", "--log-level", "loud"] + home.signing
        // It makes the folder before it finds that the level is wrong.
        let shell = try await home.run(
            "/bin/sh", ["-c", "umask 0; exec \"$0\" \"$@\"", NodeProcess.executable] + words)
        #expect(shell.status == 64, "\(shell)")
        #expect(try home.mode("open") == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: home.path("open")) {
            #expect(try home.mode("open/\(name)") == 0o600, "\(name)")
        }
    }
}
