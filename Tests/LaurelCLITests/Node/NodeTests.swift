import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// `laurel node`: when it starts, when it refuses to, and how it stops.
@Suite struct NodeTests {
    let home: Home

    init() throws { home = try Home() }

    private func start(_ more: [String] = []) async throws -> Outcome {
        try await home.laurel(["node"] + Town.start + more + home.signing)
    }

    @Test func `a second writer and another genesis are refused`() async throws {
        let town = try await Town(home, window: "0s")
        let second = try await start()
        #expect(second.status == 2)
        #expect(
            second.error
                == "ledger is in use by process \(town.node.process.id); stop that one first, or ask it over its API\n"
        )
        #expect(await town.node.stop() == 0)
        try await home.laurel([
            "genesis", "new", "--template", "genesis.json", "--community", "Village", "--out", "other.json",
        ]).done()
        let (mine, theirs) = (try await chain("genesis.json"), try await chain("other.json"))
        try await start(["--genesis", "other.json"]).expect(
            1,
            error: "ledger holds chain \(mine) of Town, but other.json is the genesis of chain \(theirs) of Village; "
                + "name the genesis that the folder was made with, or another folder")
    }

    @Test func `a key that is no producer, and a port that is taken, are refused`() async throws {
        let town = try await Town(home, window: "0s")
        let port = try #require(town.node.url.split(separator: ":").last)
        // Another chain, since the key's guard for this one is held by the node that runs.
        try await home.laurel([
            "genesis", "new", "--template", "genesis.json", "--community", "Village", "--out", "village.json",
        ]).done()
        let other = ["--data", "new", "--genesis", "village.json", "--listen", "127.0.0.1:\(port)"]
        try await start(other).expect(
            2, error: "127.0.0.1:\(port) is in use by another program; stop that one, or listen on another port")
        #expect(await town.node.stop() == 0)
        let key = { (name: String) in try #require(try await home.laurel(["key", "show", name])["public key"]) }
        try await start(["--producer", "issuer"]).expect(
            2,
            error:
                "the policy in force does not list the key \(try await key("issuer")) as a producer, so its blocks would "
                + "not count; start with the key \(try await key("producer"))")
    }

    private func chain(_ genesis: String) async throws -> String {
        try #require(try await home.laurel(["genesis", "check", genesis, "--json"]).json()["chain"] as? String)
    }

    @Test func `what was accepted is committed when it is told to stop, and a start at once goes on`() async throws {
        let town = try await Town(home, window: "0s", more: ["--block-interval", "1h"])
        try await town.signed("reward", "github:al", "5", "--ticket", "1", "--new", "--no-wait", by: "issuer").done()
        #expect(try await town.laurel("status")["height"] == "0", "the block is not due yet")
        #expect(await town.node.stop() == 0)
        #expect(try await home.laurel(["balance", "github:al", "--data", "ledger"])["balance"] == "5.00 LEAF")
        let again = try await home.node(Town.start + home.signing)
        #expect(try await home.laurel(["status", "--node", again.url])["height"] == "1")
        #expect(await again.stop() == 0)
    }

    @Test func `an older copy of the folder is refused by the guard of the key`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        try FileManager.default.copyItem(atPath: home.path("ledger"), toPath: home.path("old"))
        let node = try await home.node(Town.start + home.signing)
        try await home.laurel(
            ["reward", "github:al", "1", "--ticket", "1", "--new", "--key", "issuer", "--node", node.url] + home.signing
        ).done()
        #expect(await node.stop() == 0)
        let old = try await start(["--data", "old"])
        #expect(old.status == 2, "\(old)")
        #expect(
            old.error.contains(
                "says that block 1 is published, but the data folder ends at block 0: it is an older copy."))
    }

    @Test func `a head in the future needs to be told so`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        let text = try home.read("genesis.json")
        let year = try #require(text.firstRange(of: /"startTime": "20../))
        try home.write("genesis.json", text.replacingCharacters(in: year, with: "\"startTime\": \"2999"))
        let early = try await start(["--data", "later"])
        #expect(early.status == 2)
        #expect(early.error.hasPrefix("the chain's last block is of 2999-"), "\(early)")
        #expect(
            early.error.hasSuffix(
                "h before; set the clock, wait until that time has come, or start with --accept-time if the block's time was wrong\n"
            ), "\(early)")
        let node = try await home.node(Town.start + ["--data", "later", "--accept-time"] + home.signing)
        let reward = ["reward", "github:al", "1", "--ticket", "1", "--new", "--key", "issuer"]
        try await home.laurel(reward + ["--valid-for", "400000d", "--node", node.url] + home.signing).done()
        #expect(await node.stop() == 0)
        let audited = try await home.laurel(["audit", "later"])
        #expect(audited.status == 1)
        #expect(audited.output.contains("\nFirst fault at block 1: rule future (215): "), "\(audited)")
    }

    @Test func `every option with a value is a setting too, but the file itself and a descriptor`() async throws {
        let help = try await home.laurel(["node", "--help"]).done()
        let options = help.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("--") && $0.contains(" <") }.map { String($0.dropFirst(2).prefix { $0 != " " }) }
        #expect(options.count > 10, "\(help)")
        for name in options {
            try home.write("node.conf", "\(name) = 5\n")
            let outcome = try await home.laurel(["node", "--config", "node.conf"])
            let isUnknown = outcome.error.contains("is not 'name = value'")
            #expect(isUnknown == ["config", "passphrase-fd"].contains(name), "\(name): \(outcome)")
        }
    }

    @Test func `a setting of a count that can't be is refused with what is allowed`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        for (name, most) in [("listeners", 1000), ("connections", 16_384), ("archives", 8)] {
            for value in ["0", "\(most + 1)", "many"] {
                try home.write("node.conf", "\(name)-per-address = \(value)\n")
                try await start(["--config", "node.conf"]).expect(
                    64, error: "--\(name)-per-address is '\(value)'; allowed is a whole number of 1…\(most)")
            }
        }
        try home.write("node.conf", "listeners-per-address = 5\nkeys = nowhere\n")
        let node = try await home.node(["--config", "node.conf"] + Town.start + home.signing)
        #expect(await node.stop() == 0)
    }

    @Test func `settings come from flags, then the environment, then a file`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        try home.write(
            "node.conf",
            """
            # A node's settings.
            data = nowhere
            producer = producer
            listen = 127.0.0.1:0
            log-level = warning

            """)
        let node = try await home.node(
            ["--config", "node.conf"] + home.signing, environment: ["LAUREL_NODE_DATA": "ledger"])
        #expect(try await home.laurel(["status", "--node", node.url])["community"] == "Town")
        #expect(await node.stop() == 0)
        #expect(node.logged == "", "it logs from warnings on")
        try home.write("node.conf", "data = ledger\nlisten on = 127.0.0.1:0\n")
        try await home.laurel(["node", "--config", "node.conf"]).expect(
            64,
            error:
                "node.conf, line 2: 'listen on = 127.0.0.1:0' is not 'name = value' with each name once, of data, genesis, "
                + "producer, listen, keys, block-interval, listeners-per-address, connections-per-address, "
                + "archives-per-address, tls-certificate, tls-key, log-level, guard, passphrase-file")
        try await start(["--listen", "8440"]).expect(
            64, error: "--listen is '8440'; allowed is an address and a port, such as 127.0.0.1:8440")
        try await start(["--log-level", "loud"]).expect(
            64,
            error: "the log level is 'loud'; allowed are trace, debug, info, notice, warning, error, critical")
    }
}
