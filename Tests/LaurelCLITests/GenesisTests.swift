import Foundation
import Ledger
import LedgerCrypto
import LedgerGenesis
import LedgerTesting
import Testing

/// `laurel genesis`: a file from flags, from a template or from answers, and what a file means.
@Suite struct GenesisTests {
    let home: Home

    init() throws { home = try Home() }

    private func new(_ more: String...) async throws -> Outcome { try await new(more) }

    private func new(_ more: [String]) async throws -> Outcome {
        try await home.laurel(["genesis", "new", "--out", "genesis.json"] + more)
    }

    private func written() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(try home.read("genesis.json").utf8))
        return try #require(value as? [String: Any])
    }

    private static let least = [
        "--community", "Town", "--token-name", "Leaf", "--symbol", "LEAF", "--authority", "authority", "--producer",
        "producer",
    ]

    @Test func `flags make a file that is explained, and that check explains alike`() async throws {
        try await home.makeKeys("authority", "producer")
        let made = try await new(Self.least)
        #expect(try made.done().hasSuffix("\n\nWrote genesis.json.\n"))
        let checked = try await home.laurel(["genesis", "check", "genesis.json"]).done()
        #expect(made.output == checked + "\nWrote genesis.json.\n")
        #expect(checked.hasPrefix("Town counts in Leaf (LEAF), with 2 decimals.\n"))
        #expect(checked.contains("\nAt most 1000000000.00 LEAF may ever exist, not counting what is revoked.\n"))
        #expect(checked.contains("\nRewards stay pending for 7d;"))
        #expect(checked.contains("\nwarning: policy.authority is a single key: "))
        let json = try await home.laurel(["genesis", "check", "genesis.json", "--json"]).json()
        let chain = try #require(json["chain"] as? String)
        #expect(checked.contains("\nIts id is \(chain).\n"))
        #expect((json["warnings"] as? [String])?.count == 5)
    }

    @Test func `a file that is there already is kept`() async throws {
        try home.write("genesis.json", "mine")
        try await new(Self.least).expect(
            2, error: "genesis.json exists already and was left as it is; choose another name or remove it first")
        #expect(try home.read("genesis.json") == "mine")
    }

    @Test func `all flags that are missing are named at once`() async throws {
        try await new("--symbol", "LEAF").expect(
            64,
            error: "--community, --token-name, --authority, --producer are missing; give what a community must decide, "
                + "or --template FILE, or be asked on a terminal")
    }

    @Test(arguments: [
        ("--symbol", "leaf", "--symbol is 'leaf'; allowed is 1…12 characters of A-Z and 0-9"),
        ("--decimals", "19", "--decimals is '19'; allowed is 0…18"),
        ("--supply-cap", "0", "--supply-cap is '0'; allowed is at least 0.01 LEAF"),
        ("--supply-cap", "1.005", "--supply-cap: '1.005' has more decimals than the token's 2"),
        ("--epoch", "59s", "--epoch is '59s'; allowed is 1m…3650d, a whole number and d, h, m, s or ms"),
        ("--window", "91d", "--window is '91d'; allowed is 0ms…90d, a whole number and d, h, m, s or ms"),
        ("--bind-delay", "soon", "--bind-delay is 'soon'; allowed is 0ms…90d, a whole number and d, h, m, s or ms"),
        ("--issuer-allowance", "999", "--issuer-allowance is '999'; allowed is 1000…4294967295"),
        (
            "--arbiter", "lol:",
            "--arbiter: 'lol:' is not a handle platform:name of 3…128 printable ASCII characters, "
                + "the platform of a…z, 0…9 and '-'"
        ),
    ])
    func `a flag out of its range is refused with the range`(flag: String, value: String, error: String) async throws {
        try await home.makeKeys("authority", "producer")
        var flags = Self.least
        if let index = flags.firstIndex(of: flag) { flags.removeSubrange(index...(index + 1)) }
        try await new(flags + [flag, value]).expect(64, error: error)
        #expect(!FileManager.default.fileExists(atPath: home.path("genesis.json")))
    }

    @Test func `flags change what a template says, the terms of its issuers too`() async throws {
        try await home.makeKeys("authority", "producer")
        try await new(Self.least + ["--issuer", "authority", "--budget", "500"]).done()
        try FileManager.default.moveItem(atPath: home.path("genesis.json"), toPath: home.path("template.json"))
        try await new("--template", "template.json", "--window", "1h", "--cap", "20", "--community", "Other").done()
        let made = try written()
        #expect(made["community"] as? String == "Other")
        let policy = try #require(made["policy"] as? [String: Any])
        #expect(policy["challengeWindow"] as? String == "1h")
        #expect(policy["bindDelay"] as? String == "3d")
        let issuer = try #require((policy["issuers"] as? [[String: Any]])?.first)
        #expect(issuer["capPerReference"] as? String == "2000")
        #expect(issuer["budgetPerEpoch"] as? String == "50000")
    }

    @Test func `keys of the examples make no chain, whichever role has one, unless that is meant`() async throws {
        try await home.makeKeys("me", "producer", "payer", "judge", "clerk")
        let template = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "genesis/demo.json").path
        let roles = [
            ("--authority", "me", "authority (authority)"), ("--producer", "producer", "producers (producer)"),
            ("--issuer", "payer", "issuers (issuer)"), ("--arbiter", "judge", "arbiters (arbiter)"),
            ("--registrar", "clerk", "registrars (registrar)"),
        ]
        for (flag, _, left) in roles {
            let others = roles.filter { $0.0 != flag }.flatMap { [$0.0, $0.1] }
            try await new(["--template", template] + others).expect(
                1,
                error: "this genesis has keys of the examples, whose secrets are public: \(left); "
                    + "name keys of your own, such as --registrar NAME; nothing was written")
            #expect(!FileManager.default.fileExists(atPath: home.path("genesis.json")))
        }
        let node = ["node", "--data", "ledger", "--genesis", template, "--producer", "producer"] + home.signing
        let refused = try await home.laurel(node)
        #expect(refused.status == 1)
        #expect(refused.error.contains("authority (authority), producers (producer), issuers (issuer)"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: home.path("ledger")))
        let meant = try await home.laurel(node + ["--example"])
        #expect(meant.error.contains("producer"), "it goes on to the producer, who is not listed: \(meant)")
        #expect(FileManager.default.fileExists(atPath: home.path("ledger")))
        for example in ["demo.json", "community.json"] {
            let path = template.replacingOccurrences(of: "demo.json", with: example)
            let checked = try await home.laurel(["genesis", "check", path, "--json"]).json()
            let warnings = try #require(checked["warnings"] as? [String])
            let roles = Set(
                warnings.filter { $0.contains("has a key of the examples") }.map { $0.prefix { $0 != " " } })
            #expect(roles.count == 5, "\(example): \(warnings)")
        }
        try await new("--template", template, "--example").done()
        let mine = roles.flatMap { [$0.0, $0.1] }
        try await home.laurel(["genesis", "new", "--out", "mine.json", "--template", template] + mine).done()
        let checked = try await home.laurel(["genesis", "check", "mine.json"]).done()
        #expect(!checked.contains("examples"), "\(checked)")
    }

    @Test func `a threshold that keys of the examples reach is anybody's, by its keys or by its hash`() async throws {
        try await home.makeKeys("me", "producer")
        func example(_ role: String) throws -> PublicKey {
            let bytes = SHA256.hash(Array("laurel example key: \(role)".utf8))
            return try #require(bytes.withUnsafeBytes { SecretKey($0) }).publicKey
        }
        let file = try JSONSerialization.jsonObject(with: Data(try home.read("keys/me.key").utf8))
        let mine = try #require((file as? [String: Any])?["publicKey"] as? String)
        let keys = [try example("council 1"), try example("council 2"), try example("authority")]
        let least = Self.least.filter { !["--authority", "authority"].contains($0) }
        for (authority, names) in [
            ("1-of-2 \(keys[2]) me", "authority"), ("1-of-1 \(keys[2])", "authority"),
            ("2-of-2 \(keys[0]) \(keys[1])", "council 1, council 2"),
            ("2-of-3 \(keys[0]) \(keys[1]) \(mine)", "council 1, council 2"),
        ] {
            let parts = authority.split(separator: " ").dropFirst().map { $0 == "me" ? mine : String($0) }
            let refused =
                "this genesis has keys of the examples, whose secrets are public: authority (\(names)); "
                + "name keys of your own, such as --registrar NAME; nothing was written"
            try await new(least + ["--authority", authority]).expect(1, error: refused)
            try await home.laurel(
                ["genesis", "new", "--out", "kept.json", "--example"] + least + ["--authority", authority]
            ).done()
            let text = try home.read("kept.json")
            for part in parts { #expect(text.contains(part), "the file keeps the keys") }
            let warning =
                "\nwarning: policy.authority (\(names)) has a key of the examples, whose secret is public: anybody can act by it; put your own there\n"
            #expect(try await home.laurel(["genesis", "check", "kept.json"]).done().contains(warning))
            try await home.laurel(
                ["node", "--data", "ledger", "--genesis", "kept.json", "--producer", "producer"] + home.signing
            ).expect(
                1,
                error:
                    "kept.json has keys of the examples, whose secrets are public: authority (\(names)); put your own there, "
                    + "or make a chain that anybody may play with by --example")
            try FileManager.default.removeItem(atPath: home.path("kept.json"))
            // Where only the hash is there, thresholds of example keys alone are known by it.
            let members = parts.compactMap { PublicKey(hex: $0) }
            guard !parts.contains(mine) else { continue }
            let threshold = try #require(Int(authority.prefix(1)))
            let account = AccountID.threshold(try #require(Authenticator(threshold: threshold, keys: members)))
            try await new(least + ["--authority", "\(account)"]).expect(1, error: refused)
        }
    }

    @Test func `keys of the examples that don't reach a threshold alone are told of`() async throws {
        try await home.makeKeys("me", "you", "producer")
        let bytes = SHA256.hash(Array("laurel example key: council 1".utf8))
        let example = try #require(bytes.withUnsafeBytes { SecretKey($0) }).publicKey
        let least = Self.least.filter { !["--authority", "authority"].contains($0) }
        let made = try await new(least + ["--authority", "2-of-3 \(example) me you"]).done()
        let warning =
            "\nwarning: policy.authority has 1 of the examples' keys, whose secrets are public, among its 3 (council 1): anybody can sign by "
            + "them, so 1 more is enough, not 2; put your own there\n"
        #expect(made.contains(warning), "\(made)")
        #expect(try await home.laurel(["genesis", "check", "genesis.json"]).done().contains(warning))
    }

    @Test func `a wrong file gets every fault at once, each with its place`() async throws {
        try await home.makeKeys("authority", "producer")
        try await new(Self.least).done()
        var text = try home.read("genesis.json")
        let nonce = try #require(try written()["nonce"] as? String)
        for (from, to) in [
            ("\"community\"", "\"comunity\""), ("\"LEAF\"", "\"leaf\""),
            ("\"decimals\": 2", "\"decimals\": 2, \"decimals\": 2"), (nonce, "zz"), ("\"7d\"", "\"91d\""),
            ("\"smallestAmount\": \"10\"", "\"smallestAmount\": \"0\""),
        ] {
            #expect(text.contains(from))
            text = text.replacingOccurrences(of: from, with: to)
        }
        try home.write("bad.json", text)
        try await home.laurel(["genesis", "check", "bad.json"]).expect(
            1,
            error: """
                bad.json is no genesis:
                  comunity is an unknown entry; allowed is one of format, community, token, supplyCap, startTime, nonce, epochLength, policy
                  community is missing; allowed is exactly one entry of this name
                  token.decimals is there more than once; allowed is once
                  nonce is 'zz'; allowed is 64 random hex digits
                  token.symbol is 'leaf'; allowed is 1…12 characters of A…Z and 0…9
                  policy.challengeWindow is 91d; allowed is 0ms…90d
                  policy.smallestAmount is 0; allowed is at least 1
                """)
    }
}

/// `laurel genesis new` on a terminal.
@Suite struct GenesisAskingTests {
    let home: Home

    init() throws { home = try Home() }

    @Test func `it asks for all that a community decides, and each answer is checked at once`() async throws {
        try await home.makeKeys("authority", "issuer", "arbiter", "registrar", "producer", "ann")
        let terminal = try Conversation(home, "genesis", "new", "--out", "genesis.json")
        for (question, answer) in [
            ("The community's name: 1…100 bytes without control characters\r\n> ", ""),
            ("The community's name", "Town"), ("The token's name", "Leaf"),
            ("The token's symbol: 1…12 characters of A-Z and 0-9\r\n> ", "leaf"),
            ("This is 'leaf'; allowed is 1…12 characters of A-Z and 0-9.", "LEAF"),
            ("How many decimals it has: 0…18 [2]", "19"), ("This is '19'; allowed is 0…18.", "3"),
            ("How much may ever exist: at least 0.001 LEAF [1000000000]", "5000.5"),
            ("How long an epoch is", "30s"), ("This is '30s'; allowed is 1m…3650d", "7d"),
            ("Who may change the rules below", "2-of-2 authority nobody"),
            ("there is no key 'nobody'", "2-of-2 authority ann"),
            ("Whose key signs the blocks", ""), ("Another one", "none"),
            ("Who may issue rewards", "issuer"), ("What it may pay for", "ticketResolved, other:docs"),
            ("The most that it may pay for one ticket or proposal: at least 0.001 LEAF [1000]", "100"),
            ("The most that it may pay in an epoch", "400"), ("Another one", "github:bot"),
            ("What it may pay for", ""), ("[100.000]", ""), ("[400.000]", "50"), ("Another one", ""),
            ("Who may revoke any reward that is still pending", ""), ("Another one", ""),
            ("Who may admit accounts and bind handles to keys", "none"),
            ("How long a reward stays pending", "3d"), ("How long after a handle is bound", ""),
            ("The smallest amount of a payment: at least 0.001 LEAF [0.10]", "0"), ("This is '0'", "0.5"),
            ("How many transactions an account may send in an epoch: 1…4294967295 [1000]", "20"),
            ("How many an issuer may: 20…4294967295 [20]", ""), ("Write this to genesis.json? [yes]", ""),
        ] { try await terminal.answer(question, answer) }
        let outcome = try await terminal.end()
        #expect(try outcome.done().hasSuffix("\nWrote genesis.json.\n"))
        let text = try home.read("genesis.json")
        let made = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        for (path, value) in [
            ("community", "Town"), ("token.name", "Leaf"), ("token.symbol", "LEAF"), ("supplyCap", "5000500"),
            ("epochLength", "7d"), ("policy.challengeWindow", "3d"), ("policy.bindDelay", "3d"),
            ("policy.smallestAmount", "500"),
        ] { #expect(Self.value(path, made) as? String == value, "\(path)") }
        #expect(Self.value("token.decimals", made) as? Int == 3)
        #expect(Self.value("policy.allowance", made) as? Int == 20)
        #expect(Self.value("policy.issuerAllowance", made) as? Int == 20)
        #expect((Self.value("policy.arbiters", made) as? [Any])?.count == 1)
        #expect((Self.value("policy.registrars", made) as? [Any])?.isEmpty == true)
        let issuers = try #require(Self.value("policy.issuers", made) as? [[String: Any]])
        #expect(issuers.map { $0["capPerReference"] as? String } == ["100000", "100000"])
        #expect(Set(issuers.map { $0["budgetPerEpoch"] as? String }) == ["400000", "50000"])
        #expect(
            issuers.map { $0["scope"] as? [String] } == .init(repeating: ["ticketResolved", "other:docs"], count: 2))
        let explained = try await home.laurel(["genesis", "check", "genesis.json"]).done()
        #expect(outcome.output == explained + "\nWrote genesis.json.\n")
    }

    @Test func `whoever says no in the end, or leaves, has written nothing`() async throws {
        try await home.makeKeys("producer")
        let flags = [
            "--community", "Town", "--token-name", "Leaf", "--symbol", "LEAF", "--decimals", "2", "--supply-cap", "10",
            "--epoch", "1d", "--authority", "producer", "--issuer", "producer", "--scope", "other:*", "--cap", "1",
            "--budget", "2", "--arbiter", "producer", "--registrar", "producer", "--window", "1d", "--bind-delay", "1d",
            "--smallest", "1", "--allowance", "5", "--issuer-allowance", "5",
        ]
        let terminal = try Conversation(home, ["genesis", "new", "--out", "genesis.json"] + flags)
        try await terminal.answer("Whose key signs the blocks", "")
        try await terminal.answer("Another one", "")
        try await terminal.answer("Write this to genesis.json? [yes]", "no")
        let outcome = try await terminal.end()
        #expect(outcome.status == 1)
        #expect(outcome.error.hasSuffix("nothing was written\r\n"))
        let left = try Conversation(home, ["genesis", "new", "--out", "genesis.json"] + flags)
        try await left.type("Whose key signs the blocks", "\u{4}")
        let broken = try await left.end()
        #expect(broken.status == 2)
        #expect(broken.error.hasSuffix("the answers ended before the last question; nothing was written\r\n"))
        #expect(!FileManager.default.fileExists(atPath: home.path("genesis.json")))
    }

    private static func value(_ path: String, _ json: [String: Any]) -> Any? {
        path.split(separator: ".").reduce(json as Any?) { ($0 as? [String: Any])?[String($1)] }
    }
}
