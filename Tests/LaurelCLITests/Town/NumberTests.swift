import LedgerGenesis
import LedgerTesting
import Testing

/// Numbers from outside at the ends of their ranges: each is taken or refused by name, and none ends the command by a trap.
@Suite(.town(window: "0s"), .serialized) struct NumberTests {
    let town: Town

    init() throws { town = try Town.here() }

    private static let most = "18446744073709551615"

    @Test(arguments: [
        (["watch", "--count", "-9223372036854775808"], [64]), (["watch", "--count", "9223372036854775808"], [64]),
        (["history", "issuer", "--limit", "9223372036854775807"], [64]),
        (["history", "issuer", "--limit", "-1"], [64]),
        (["history", "issuer", "--before", most], [1, 2]), (["history", "issuer", "--before", "-1"], [64]),
        (["accounts", "--limit", "9223372036854775807"], [64]), (["accounts", "--after", most], [1, 2]),
        (["accounts", "--after", "9223372036854775807"], [0, 1]), (["accounts", "--after", "-1"], [64]),
        (["block", most], [1]), (["block", "9223372036854775807"], [1]), (["block", "9223372036854775808"], [1]),
    ]) func `looking commands`(arguments: [String], statuses: [Int32]) async throws {
        let asked = try await town.home.laurel(arguments, environment: ["LAUREL_NODE": town.node.url])
        #expect(statuses.contains(asked.status), "\(asked)")
        guard arguments[0] != "watch" else { return }
        let looked = try await town.home.laurel(arguments + ["--data", "ledger"])
        #expect(statuses.contains(looked.status), "\(looked)")
    }

    @Test(arguments: [
        (["--sequence", most], [64]), (["--sequence", "18446744073709551614"], [1]),
        (["--sequence", "18446744073709551616"], [64]), (["--sequence", "-1"], [64]),
        (["--valid-for", "\(most)ms"], [64]), (["--valid-for", "213503982334d"], [64]),
        (["--valid-for", "213503982335d"], [64]), (["--valid-for", "\(most)d"], [64]), (["--valid-for", "0ms"], [1]),
    ]) func `sending commands`(arguments: [String], statuses: [Int32]) async throws {
        // More than it has, so that what is in range is refused by the rules or in vain.
        let sent = try await town.signed(["burn", "1"] + arguments, by: "issuer")
        #expect(statuses.contains(sent.status), "\(sent)")
    }

    @Test(arguments: [
        (["--assume-valid", most], [0]), (["--assume-valid", "18446744073709551616"], [64]),
        (["--cores", "9223372036854775807"], [64]), (["--cores", "-1"], [64]),
        (["--head", "\(most):\(String(repeating: "0", count: 64))"], [1]),
    ]) func `audits`(arguments: [String], statuses: [Int32]) async throws {
        for what in ["ledger", town.node.url] {
            let audited = try await town.home.laurel(["audit", what, "--no-remember"] + arguments)
            #expect(statuses.contains(audited.status), "\(audited)")
        }
    }

    @Test(arguments: [
        (["--block-interval", "\(most)ms"], "--block-interval is \(most)ms; allowed is 0ms…1d"),
        (["--block-interval", "213503982334d"], "--block-interval is 213503982334d; allowed is 0ms…1d"),
        (["--block-interval", "86400001ms"], "--block-interval is 86400001ms; allowed is 0ms…1d"),
        (
            ["--block-interval", "\(most)s"],
            "--block-interval is '\(most)s'; allowed is a whole number and d, h, m, s or ms, such as 7d"
        ),
        (
            ["--listen", "127.0.0.1:65536"],
            "--listen is '127.0.0.1:65536'; allowed is an address and a port, such as 127.0.0.1:8440"
        ),
    ]) func `a node's settings, as flags, from the environment and from a file`(
        arguments: [String], error: String
    ) async throws {
        let start = ["node", "--data", "ledger", "--producer", "producer"] + town.home.signing
        try await town.home.laurel(start + arguments).expect(64, error: error)
        let name = String(arguments[0].dropFirst(2))
        let variable = "LAUREL_NODE_" + name.uppercased().replacing("-", with: "_")
        try await town.home.laurel(start, environment: [variable: arguments[1]]).expect(64, error: error)
        try town.home.write("node.conf", "\(name) = \(arguments[1])\n")
        try await town.home.laurel(start + ["--config", "node.conf"]).expect(64, error: error)
    }

    @Test(arguments: [
        ("\"epochLength\": \"30d\"", "\"epochLength\": \"\(most)d\""),
        ("\"epochLength\": \"30d\"", "\"epochLength\": \"\(most)ms\""),
        ("\"allowance\": 1000", "\"allowance\": \(most)"), ("\"allowance\": 1000", "\"allowance\": -1"),
        ("\"allowance\": 1000", "\"allowance\": 1e99"), ("\"decimals\": 2", "\"decimals\": 4294967295"),
        ("\"supplyCap\": \"", "\"supplyCap\": \"340282366920938463463374607431768211456"),
        ("\"blockBytes\": 1048576", "\"blockBytes\": 4294967296"),
    ]) func `genesis files`(from: String, to: String) async throws {
        let text = try town.home.read("genesis.json")
        try #require(text.contains(from))
        try town.home.write("numbers.json", text.replacing(from, with: to))
        let checked = try await town.home.laurel(["genesis", "check", "numbers.json"])
        #expect(checked.status == 1 && checked.error.hasPrefix("numbers.json is no genesis:\n"), "\(checked)")
    }

    @Test(arguments: [
        ("--allowance", "4294967295", 1), ("--allowance", "4294967296", 64), ("--issuer-allowance", "4294967295", 0),
        ("--window", "\(most)ms", 64), ("--epoch", "3650d", 0),
        ("--supply-cap", "3402823669209384634633746074317682114.55", 0),
        ("--supply-cap", "3402823669209384634633746074317682114.56", 64), ("--decimals", "-1", 64),
        ("--budget", "3402823669209384634633746074317682114.55", 0),
    ]) func `genesis flags`(flag: String, value: String, status: Int32) async throws {
        let made = try await town.home.laurel(
            ["genesis", "new", "--template", "genesis.json", "--out", "made.json", flag, value])
        #expect(made.status == status, "\(made)")
        _ = try await town.home.run("rm", ["-f", "made.json"])
    }
}
