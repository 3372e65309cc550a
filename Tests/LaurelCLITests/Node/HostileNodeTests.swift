import Foundation
import LedgerAPI
import LedgerClient
import LedgerGenesis
import LedgerTesting
import Testing

/// Commands that read from a node that means ill: each ends by itself, says why, and leaves nothing behind.
@Suite struct HostileNodeTests {
    let home: Home

    init() throws { home = try Home() }

    /// A chain of two blocks, and the server that has it.
    private func hostile() async throws -> HostileNode {
        let town = try await Town(home, window: "0s")
        for ticket in ["1", "2"] {
            try await town.signed("reward", "github:al", "5", "--ticket", ticket, "--new", by: "issuer").done()
        }
        #expect(await town.node.stop() == 0)
        try FileManager.default.createDirectory(atPath: home.path("tmp"), withIntermediateDirectories: false)
        return try await HostileNode(home)
    }

    private func laurel(_ arguments: [String]) async throws -> Outcome {
        try await home.laurel(arguments, environment: ["TMPDIR": home.path("tmp")])
    }

    private func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: home.path("tmp")) }

    /// The ways in which an archive is wrong, the exit code for each, and words that say why.
    private static let archives: [(way: String, status: Int32, words: String)] = [
        ("endless", 1, "First fault at block 1: rule malformedBlock"),
        ("endlesslater", 1, "First fault at block 3: rule malformedBlock"),
        ("statusendless", 2, "an answer of over "), ("moved", 2, " answered 302 "),
        ("busy", 2, " does not serve its archive: two are being sent already"),
        ("noarchive", 2, " sends no archive: it does not begin with 'laurel-archive-1'"),
        ("cut", 2, "blocks 1 to 2, which came before, replay without a fault"),
        ("ended", 2, "can't be read to its end: it is cut short at byte "),
    ]

    @Test func `an audit of a node ends at the first thing that is wrong, and tells a wrong chain from none`()
        async throws
    {
        let node = try await hostile()
        let sound = try await laurel(["audit", node.address("honest"), "--genesis", "genesis.json"])
        #expect(try sound.done().hasSuffix("\nIt holds: sound to height 2.\n"))
        for (way, status, words) in Self.archives {
            let audited = try await laurel(["audit", node.address(way), "--no-remember"])
            #expect(audited.status == status, "\(way): \(audited)")
            #expect((audited.output + audited.error).contains(words), "\(way): \(audited)")
        }
        #expect(try left() == [])
    }

    @Test func `an export from a node makes a file only of a whole and sound chain`() async throws {
        let node = try await hostile()
        let before = try FileManager.default.contentsOfDirectory(atPath: home.folder).sorted()
        for (way, status, _) in Self.archives {
            let exported = try await laurel(["export", node.address(way), "out.laurel"])
            #expect(exported.status == status, "\(way): \(exported)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.folder).sorted() == before)
        let whole = try await laurel(["export", node.address("honest"), "out.laurel"]).done()
        let bytes = try Data(contentsOf: URL(filePath: home.path("out.laurel")))
        #expect(whole == "Wrote out.laurel: 2 blocks, \(bytes.count) bytes.\n")
        #expect(bytes == (try Data(contentsOf: URL(filePath: home.path("chain.laurel")))))
        try await laurel(["export", node.address("honest"), "out.laurel"]).expect(
            2, error: "out.laurel exists already and was left as it is; choose another name or remove it first")
        #expect(try left() == [])
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGKILL])
    func `whoever ends an audit or export in the midst of it finds nothing left`(signal: Int32) async throws {
        let node = try await hostile()
        let before = try FileManager.default.contentsOfDirectory(atPath: home.folder).sorted()
        for words in [["audit", "--no-remember"], ["export", "out.laurel"]] {
            let arguments = [words[0], node.address("silent")] + words.dropFirst()
            let running = try Child.start(
                NodeProcess.executable, arguments, environment: home.environment(["TMPDIR": home.path("tmp")]),
                folder: home.folder)
            #expect(await node.said() == "silent")
            running.child.send(signal)
            #expect(await running.child.end() == 128 + signal)
            #expect(try left() == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: home.folder).sorted() == before)
        }
    }

    @Test func `an archive that comes to a halt is given up, and says how far it was sound`() async throws {
        let node = try await hostile()
        let client = try LedgerClient(url: node.address("silent"))
        let quick = Pace(silence: .milliseconds(200), span: .seconds(60), leastBytes: 0)
        let error = await #expect(throws: ClientError.self) { try await client.archive(pace: quick) { _ in } }
        #expect(
            error?.description == "\(client.url) sent nothing for 200 ms; is the node well? Try again, or ask another")
        try await client.shutdown()
    }

    @Test func `events that come to a halt are given up`() async throws {
        let node = try await hostile()
        let client = try LedgerClient(url: node.address("silent"), silence: .milliseconds(200))
        var heights: [UInt64] = []
        let error = await #expect(throws: ClientError.self) {
            for try await block in client.events() { heights.append(block.height) }
        }
        #expect(heights == [1])
        #expect(
            error?.description == "\(client.url) sent nothing for 200 ms; is the node well? Try again, or ask another")
        try await client.shutdown()
    }

    @Test(arguments: [
        ("gap", "block 3 where block 1 + 1 should follow"), ("back", "block 1 where block 2 + 1 should follow"),
        ("long", "an event of over 67108864 bytes"),
        ("leaves", "the node ended its stream after block 1; go on with --after 1"),
    ])
    func `watch ends with a reason where blocks don't follow each other`(way: String, words: String) async throws {
        let node = try await hostile()
        let watched = try await laurel(["watch", "--node", node.address(way)])
        #expect(watched.status == 2, "\(watched)")
        #expect(watched.error.contains(words), "\(watched)")
        guard way == "gap" else { return }
        let jumped = try await laurel(["watch", "--node", node.address("jump"), "--after", "5"])
        #expect(jumped.status == 2 && jumped.error.contains("block 7 where block 5 + 1 should follow"), "\(jumped)")
        let last = try await laurel([
            "watch", "--node", node.address("jump"), "--after", "\(UInt64.max)", "--count", "1",
        ])
        try last.done()
        let negative = try await laurel(["watch", "--node", node.address("jump"), "--count", "-1"])
        #expect(negative.status == 64, "\(negative)")
    }

    @Test func `pages of a history go down, are no longer than asked, and come to an end`() async throws {
        let node = try await hostile()
        let words = ["history", "github:al", "--all", "--csv", "--node"]
        try await laurel(words + [node.address("honest")]).done()
        for (way, sent) in [
            ("same", "entry 9 where those before 8 follow"), ("up", "the cursor '9' after entry 8"),
            ("mixed", "entry 9 where those before 8 follow"),
            ("empty", "an empty page with the cursor '8' of a next one"),
            ("many", "a page of 2000 entries where at most 1000 were asked for"),
            ("words", "the cursor '18446744073709551616' after entry 9"),
        ] {
            let told = try await laurel(words + [node.address(way)])
            #expect(told.status == 2, "\(way): \(told)")
            #expect(told.error.hasSuffix("the node's history can't be right: it sent \(sent)\n"), "\(way): \(told)")
        }
    }
}
