import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// `laurel audit`, `export` and `import chain`, on a chain of a few blocks.
@Suite struct AuditTests {
    let home: Home

    init() throws { home = try Home() }

    /// Makes a chain in `ledger` with a block for each ticket, and stops its node.
    private func chain(_ tickets: String...) async throws {
        let town = try await Town(home, window: "0s")
        for ticket in tickets {
            try await town.signed("reward", "github:al", "5", "--ticket", ticket, "--new", by: "issuer").done()
        }
        #expect(await town.node.stop() == 0)
    }

    private func audit(_ arguments: String...) async throws -> Outcome { try await home.laurel(["audit"] + arguments) }

    @Test func `a folder, an archive and a folder made from it hold, with the same head`() async throws {
        try await chain("1", "2", "3")
        let folder = try await audit("ledger", "--genesis", "genesis.json")
        #expect(try folder.done().hasSuffix("\n\nIt holds: sound to height 3.\n"))
        #expect(folder["origin"] == "it starts from the genesis in genesis.json")
        #expect(folder["completeness"] == "unknown: there is no head to compare with; give --head HEIGHT:HASH")
        #expect(folder["signatures checked"] == "6")
        let head = try #require(folder["head"])
        let exported = try await home.laurel(["export", "ledger", "chain.laurel"])
        #expect(try exported.done().hasPrefix("Wrote chain.laurel: 3 blocks, "))
        let archive = try await audit("chain.laurel", "--head", "3:\(head)")
        #expect(try archive.done().hasSuffix("\n\nIt holds: sound to height 3.\n"))
        #expect(archive["completeness"] == "it holds block 3, the head last seen")
        #expect(archive["state root"] == folder["state root"])
        let imported = try await home.laurel(["import", "chain", "chain.laurel", "--data", "again"])
        #expect(try imported.done() == "Rebuilt again up to block 3; all of it was checked.\n")
        let json = try await audit("again", "--json", "--chain-id", try #require(folder["chain"])).json()
        #expect(json["holds"] as? Bool == true)
        #expect(json["head"] as? String == head)
        // The text of the handle was never on the chain, so it is not in the archive.
        let rows = try #require(json["indexRows"] as? Int)
        #expect("\(rows + 1)" == folder["index rows compared"])
        try await home.laurel(["export", "again", "chain2.laurel"]).done()
        #expect(
            try Data(contentsOf: URL(filePath: home.path("chain.laurel")))
                == Data(contentsOf: URL(filePath: home.path("chain2.laurel"))))
        try await home.laurel(["import", "chain", "chain.laurel", "--data", "again"]).expect(
            2, error: "again exists already and was left as it is; choose another name or remove it first")
    }

    @Test func `an archive that is cut, longer or changed does not hold, and is not imported`() async throws {
        try await chain("1", "2", "3")
        try await home.laurel(["export", "ledger", "chain.laurel"]).done()
        let whole = try Data(contentsOf: URL(filePath: home.path("chain.laurel")))
        var flipped = whole
        flipped[whole.count / 2] ^= 1
        for (name, bytes, code) in [
            ("cut", whole.dropLast(1), 303), ("short", whole.dropLast(44), 303), ("long", whole + [0], 306),
            ("flipped", flipped, nil as Int?),
        ] {
            try bytes.write(to: URL(filePath: home.path(name)))
            let audited = try await audit(name, "--no-remember")
            #expect(audited.status == 1, "\(audited)")
            let json = try JSONSerialization.jsonObject(
                with: Data(try await audit(name, "--no-remember", "--json").output.utf8))
            #expect((json as? [String: Any])?["holds"] as? Bool == false, "\(name)")
            if let code {
                let fault = (json as? [String: Any])?["fault"] as? [String: Any]
                #expect(fault?["code"] as? Int == code && fault?["height"] as? Int == 4, "\(name): \(json)")
                let rule = code == 303 ? "cutShort" : "trailing"
                #expect(audited.output.contains("\nFirst fault after block 3: \(rule) (\(code)): "), "\(audited)")
            }
            let imported = try await home.laurel(["import", "chain", name, "--data", "made"])
            #expect(imported.status == 1, "\(imported)")
            #expect(imported.error.hasSuffix("; nothing was imported\n"), "\(imported)")
            #expect(!FileManager.default.fileExists(atPath: home.path("made")))
            #expect(!FileManager.default.fileExists(atPath: home.path("made.building")))
        }
    }

    @Test func `of a file without a genesis the object is printed too, with the fault's code`() async throws {
        let magic = Data("laurel-archive-1\n".utf8)
        for (name, bytes, status, code, rule) in [
            ("none", Data("hello".utf8), Int32(2), 301, "notAnArchive"),
            ("bad", magic + [3, 0, 0, 0, 1, 0, 0], 1, 302, "malformedGenesis"),
            ("empty", magic + [0, 0, 0, 0], 1, 302, "malformedGenesis"),
            ("cut", magic + [3, 0, 0, 0, 1], 1, 303, "cutShort"), ("long", magic + [1, 0, 16, 0], 1, 304, "tooLong"),
        ] {
            try bytes.write(to: URL(filePath: home.path(name)))
            let audited = try await audit(name, "--json")
            #expect(audited.status == status, "\(name): \(audited)")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(audited.output.utf8)) as? [String: Any], "\(name)")
            let fault = try #require(json["fault"] as? [String: Any], "\(name)")
            #expect(json["holds"] as? Bool == false && json["height"] as? Int == 0, "\(name)")
            #expect(json["chain"] == nil && json["stateRoot"] == nil, "\(name)")
            #expect(fault["code"] as? Int == code && fault["rule"] as? String == rule, "\(name): \(fault)")
            #expect(fault["height"] as? Int == 0 && fault["transaction"] == nil, "\(name): \(fault)")
            let words = try await audit(name)
            #expect(words.status == status && words.output.isEmpty && words.error == audited.error, "\(words)")
        }
    }

    @Test func `what can't be looked at is neither sound nor unsound`() async throws {
        try await audit("nowhere").expect(
            2,
            error:
                "nowhere can't be opened: No such file or directory; name a data folder, an archive, or a node's address"
        )
        try await home.laurel(["import", "chain", "nowhere", "--data", "made"]).expect(
            2, error: "nowhere can't be read: No such file or directory")
        try await audit("http://127.0.0.1:1").expect(
            2, error: "nobody answers at http://127.0.0.1:1: the connection was refused; is the node running there?")
        try await chain("1")
        try await audit("ledger", "--head", "1:beef").expect(
            64, error: "--head is '1:beef'; allowed is a height, a colon and 64 hex digits")
        try await audit("ledger", "--genesis", "none.json").expect(
            2, error: "cannot open none.json: No such file or directory (errno 2)")
    }

    @Test func `a chain that is another or was cut off before a known head does not hold`() async throws {
        try await chain("1", "2")
        let zero = String(repeating: "0", count: 64)
        let other = try await audit("ledger", "--chain-id", zero, "--no-remember")
        let chain = try #require(other["chain"])
        #expect(other.status == 1)
        #expect(other.output.contains("\nit is chain \(chain), but --chain-id means chain \(zero)\n"), "\(other)")
        let ahead = try await audit("ledger", "--head", "3:\(zero)")
        #expect(ahead.status == 1)
        #expect(
            ahead.output.contains("\nit ends at block 2, but --head is block 3 \(zero): its end was cut off\n"),
            "\(ahead)")
        #expect(!FileManager.default.fileExists(atPath: home.path("state/laurel/heads.json")), "it did not hold")
    }

    @Test func `of two chains with one beginning both signed headers are shown`() async throws {
        try await chain("1")
        for name in ["ledger", "keys"] {
            try FileManager.default.copyItem(atPath: home.path(name), toPath: home.path(name + "2"))
        }
        try await more("2", on: "ledger", keys: "keys")
        let seen = try await audit("ledger")
        try seen.done()
        try await more("3", on: "ledger2", keys: "keys2", as: ["--guard", "guards2", "--new-guard"])
        let fork = try await audit("ledger2")
        #expect(fork.status == 1, "\(fork)")
        let lines = fork.output.split(separator: "\n").map(String.init)
        let at = try #require(lines.firstIndex { $0.hasPrefix("its block 2 is ") }, "\(fork)")
        #expect(
            lines[at].hasSuffix(
                ", but the head last seen is \(try #require(seen["head"])): two chains with one beginning"))
        let headers = [lines[at + 1], lines[at + 2]].map { String($0.split(separator: " ").last ?? "") }
        #expect(lines[at + 1].hasPrefix("  header seen: ") && lines[at + 2].hasPrefix("  header here: "))
        #expect(headers.allSatisfy { $0.count == 2 * (214 + 64) } && headers[0] != headers[1])
    }

    /// - Parameter machine: makes it another machine for the guard.
    private func more(_ ticket: String, on folder: String, keys: String, as machine: [String] = []) async throws {
        let keys = ["--keys", keys]
        let node = try await home.node(
            ["--data", folder, "--producer", "producer", "--listen", "127.0.0.1:0"] + machine + keys + home.signing)
        try await home.laurel(
            ["reward", "github:al", "1", "--ticket", ticket, "--key", "issuer", "--node", node.url] + keys
                + home.signing
        ).done()
        #expect(await node.stop() == 0)
    }
}
