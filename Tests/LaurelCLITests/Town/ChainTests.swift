import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// Nobody signs what a stranger says: which chain it is, and what its amounts mean, comes from a genesis that hashes to the chain's id.
extension TownTests {
    private var other: String { String(repeating: "0", count: 64) }

    /// A home that has met no node, with the town's keys.
    private func newcomer() throws -> Home {
        let home = try Home()
        try FileManager.default.copyItem(atPath: town.home.path("keys"), toPath: home.path("keys"))
        try FileManager.default.copyItem(atPath: town.home.path("genesis.json"), toPath: home.path("genesis.json"))
        return home
    }

    private func laurel(_ home: Home, at url: String, _ arguments: String...) async throws -> Outcome {
        try await home.laurel(arguments, environment: ["LAUREL_NODE": url])
    }

    @Test func `the first contact tells the chain and is remembered, so that a node can't change its mind`()
        async throws
    {
        let home = try newcomer()
        let chain = try #require(try await town.laurel("status")["chain"])
        let node = try LyingNode(home, before: town.node)
        let first = try await laurel(home, at: node.url, "supply")
        #expect(
            first.error
                == "First contact with \(node.url): chain \(chain), 'Town', token Leaf (LEAF) of 2 decimals. "
                + "Compare the id with one that somebody else gave you.\n")
        try first.done()
        #expect(try await laurel(home, at: node.url, "supply").error == "")
        let list = try await laurel(home, at: node.url, "chain", "list").done()
        #expect(list.contains("\(node.url)  Town       \(chain)\n"), "\(list)")
        try node.tell([.init(path: "/v1/status", truth: chain, lie: other)])
        for command in [["supply"], ["transfer", "issuer", "1", "--key", "issuer"] + home.signing] {
            try await home.laurel(command, environment: ["LAUREL_NODE": node.url]).expect(
                1,
                error:
                    "\(node.url) had chain \(chain) ('Town') at first contact and now says that it has chain \(other) "
                    + "('Town'); nothing was signed or sent. If another chain was begun there and you mean it, name it with "
                    + "--chain-id, or forget the old one: laurel chain forget \(node.url)")
        }
        try await laurel(home, at: node.url, "chain", "forget", node.url).done()
        try await laurel(home, at: node.url, "chain", "forget", node.url).expect(
            1, error: "\(node.url) is not known; 'laurel chain list' shows the nodes that are")
        try await laurel(home, at: node.url, "supply").expect(
            1,
            error:
                "\(node.url) says that it has chain \(other), but its genesis is that of chain \(chain) ('Town'): it lies or "
                + "is broken; nothing was signed or sent")
    }

    @Test func `a node that lies about the token gets no signature`() async throws {
        let home = try newcomer()
        let chain = try #require(try await town.laurel("status")["chain"])
        let node = try LyingNode(
            home, before: town.node, [.init(path: "/v1/status", truth: #""decimals":2"#, lie: #""decimals":4"#)])
        for known in [false, true] {
            if known { _ = try await laurel(home, at: town.node.url, "status").done() }
            try await home.laurel(
                ["transfer", "issuer", "1", "--key", "issuer"] + home.signing, environment: ["LAUREL_NODE": node.url]
            ).expect(
                1,
                error:
                    "\(node.url) says 'Town' with Leaf (LEAF) of 4 decimals, but the genesis of its chain \(chain) says "
                    + "'Town' with Leaf (LEAF) of 2 decimals: it lies or is broken; nothing was signed or sent")
        }
    }

    @Test func `every command takes the chain that is meant, and refuses another`() async throws {
        try await town.pay("pamela", "10", ticket: "chain-P")
        let chain = try #require(try await town.laurel("status")["chain"])
        let refusal =
            "\(town.node.url) says that it is a node of chain \(chain) ('Town'), but --chain-id means chain \(other); nothing "
            + "was signed or sent"
        try await town.signed("transfer", "issuer", "1", "--chain-id", other, by: "pamela").expect(1, error: refusal)
        try await town.laurel("balance", "pamela", "--chain-id", other).expect(1, error: refusal)
        try await town.signed(
            "transfer", "issuer", "1", "--chain-id", chain.uppercased(), "--genesis", "genesis.json", by: "pamela"
        ).done()
        try await town.signed(
            "transfer", "issuer", "1", "--chain-id", other, "--genesis", "genesis.json", by: "pamela"
        ).expect(
            1, error: "--chain-id means chain \(other), but the genesis in genesis.json is that of chain \(chain)")
        #expect(try await balance("pamela") == "9.00 LEAF")
    }

    @Test func `an address is the same however it is typed, and an export takes no other chain than was met`()
        async throws
    {
        let home = try newcomer()
        let url = town.node.url
        try await laurel(home, at: url, "status").done()
        let chain = try #require(try await town.laurel("status")["chain"])
        try await home.laurel(["export", url, "whole.laurel"]).done()
        // The pin of another chain: as if the node had another one since.
        let pins = "state/laurel/chains/nodes.json"
        try home.write(pins, try home.read(pins).replacingOccurrences(of: chain, with: other))
        for typed in [url, url + "/", "HTTP" + url.dropFirst(4) + "//"] {
            let audit = try await home.laurel(["audit", typed])
            #expect(audit.status == 1 && audit.output.contains("at first contact"), "\(typed): \(audit)")
            try await home.laurel(["export", typed, "other.laurel"]).expect(
                1,
                error: """
                    \(typed) had chain \(other) at first contact and now sends chain \(chain); nothing was written. If you mean \
                    that one, name it with --chain-id, or forget the old one: laurel chain forget \(typed)
                    """)
            #expect(!FileManager.default.fileExists(atPath: home.path("other.laurel")))
        }
        try await home.laurel(["export", url, "other.laurel", "--chain-id", other]).expect(
            1, error: "\(url) has chain \(chain), but --chain-id means chain \(other); nothing was written")
        try await home.laurel(["export", url, "other.laurel", "--chain-id", chain]).done()
        try await home.laurel(["chain", "forget", url + "/"]).done()
        try await home.laurel(["status", "--node", "http://al:secret@127.0.0.1:1"]).expect(
            2, error: "a node's address holds no user name and no password; write one such as http://127.0.0.1:8440")
    }

    @Test func `a node's community of several lines stays one line`() async throws {
        let node = try LyingNode(
            town.home, before: town.node,
            [
                .init(
                    path: "/v1/status", truth: #""community":"Town""#, lie: #""community":"Town'\nWrote ok: \u001b[2J""#
                )
            ])
        let told = try await laurel(try newcomer(), at: node.url, "status")
        #expect(told.status == 1 && told.error.contains(#"says 'Town'\u{A}Wrote ok: \u{1B}[2J' with"#), "\(told)")
        #expect(told.error.split(separator: "\n").count == 1, "\(told)")
    }

    @Test func `a history that no ledger has is refused before it is written anywhere`() async throws {
        try await town.pay("ada", "10", ticket: "chain-A")
        let most = "340282366920938463463374607431768211455"
        for (truth, lie) in [
            (#""amount":"1000""#, #""amount":"=1+1""#), (#""kind":"issued""#, #""kind":"=1+1""#),
            (#""pendingChange":"+1000""#, #""pendingChange":"+\#(most)""#), (#""time":"2"#, #""time":"comment 2"#),
            (#""balanceChange":"0""#, #""balanceChange":"+1000""#),
        ] {
            let node = try LyingNode(
                town.home, before: town.node, [.init(path: "/v1/accounts/", truth: truth, lie: lie)])
            for form in ["--csv", "--hledger", "--all"] {
                let told = try await laurel(town.home, at: node.url, "history", "github:ada", form)
                #expect(told.status == 2 && told.error.contains("can't be right"), "\(lie) \(form): \(told)")
            }
        }
    }

    @Test func `a node can't silence the warnings of a policy by saying that it holds already`() async throws {
        let text = try town.home.read("genesis.json")
        let bare = text.replacing(#/"arbiters"\s*:\s*\[[^\]]*\]/#, with: "\"arbiters\": []")
        try #require(bare != text)
        try town.home.write("bare.json", bare)
        func warnings(at url: String) async throws -> String {
            try await town.home.laurel(
                ["set-policy", "bare.json", "--key", "authority", "--out", "bare-\(UUID()).json"] + town.home.signing,
                environment: ["LAUREL_NODE": url]
            ).error
        }
        let honest = try await warnings(at: town.node.url)
        let node = try LyingNode(
            town.home, before: town.node,
            [.init(path: "/v1/policy", truth: #""arbiters":[{"#, lie: #""arbiters":[],"was":[{"#)])
        let lied = try await warnings(at: node.url)
        #expect(honest.contains("arbiters"), "\(honest)")
        #expect(lied.contains("arbiters") && lied.contains("(so it is now, says the node)"), "\(lied)")
    }

    @Test func `a command line that somebody was talked into can't command the terminal`() async throws {
        for words in [["\u{1B}[2J"], ["history", "github:al", "--limit", "\u{1B}[2J"]] {
            let told = try await town.home.laurel(words)
            #expect(told.status == 64 && !told.error.contains("\u{1B}") && told.error.contains("\\u{1B}[2J"), "\(told)")
        }
    }

    @Test func `payments that were meant are as many, also at one moment`() async throws {
        try await town.pay("ronja", "10", ticket: "chain-R")
        let town = town
        let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
            for _ in 0..<6 { group.addTask { try await town.signed("transfer", "issuer", "1", by: "ronja") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(try outcomes.map { try receipt($0).id }).count == 6)
        #expect(try await balance("ronja") == "4.00 LEAF")
    }

    @Test func `a reason that could deceive is not signed, and a name neither`() async throws {
        let none = String(repeating: "0", count: 64)
        try await town.signed("revoke", none, "--reason", "fine\u{202E}dab", by: "issuer").expect(
            1, error: "--reason holds \\u{202E}, which can't be seen or changes how others are shown; leave it out")
        let home = try newcomer()
        let text = try home.read("genesis.json").replacingOccurrences(of: "\"Town\"", with: "\"T\u{43E}wn\"")
        try home.write("bad.json", text)
        let fault =
            "the community's name, 'T\u{43E}wn', would deceive: it mixes letters of Cyrillic and Latin, which look alike"
        let refusal = "\(fault)\nchoose names of visible letters of one script"
        try await home.laurel(["genesis", "new", "--template", "bad.json", "--out", "new.json"]).expect(
            1, error: refusal)
        try await home.laurel(
            ["node", "--data", "d", "--genesis", "bad.json", "--producer", "producer"] + home.signing
        ).expect(1, error: refusal)
        #expect(try await home.laurel(["genesis", "check", "bad.json"]).done().contains("warning: \(fault)\n"))
    }

    @Test func `a file carries its chain, and no other one's words`() async throws {
        try await town.pay("theo", "10", ticket: "chain-T")
        try await town.signed("transfer", "issuer", "1", "--out", "theo.json", by: "theo").done()
        let chain = try #require(try await town.laurel("status")["chain"])
        let text = try town.home.read("theo.json")
        for (from, to) in [
            ("\"decimals\" : 2", "\"decimals\" : 4"), ("\"community\" : \"Town\"", "\"community\" : \"City\""),
        ] {
            try #require(text.contains(from))
            try town.home.write("bad.json", text.replacingOccurrences(of: from, with: to))
            try await town.laurel("tx", "show", "bad.json").expect(
                1, error: "bad.json: its words say something else, or more, than the bytes to be signed; do not sign it"
            )
        }
        try town.home.write("bad.json", text.replacingOccurrences(of: chain, with: other))
        try await town.laurel("tx", "show", "bad.json").expect(
            1,
            error: "bad.json: it is for chain \(other), but holds the genesis of chain \(chain); do not sign it")
        // Whoever signs on another machine is told of a chain once.
        let home = try newcomer()
        try home.write("theo.json", text)
        let signing = ["tx", "sign", "theo.json", "--key", "issuer"] + home.signing
        let told =
            "theo.json is for a chain that was never met here: \(chain), 'Town', token Leaf (LEAF) of 2 decimals. "
            + "Compare the id with one that somebody else gave you, or name yours with --chain-id.\n"
        try home.write("passphrase", "correct horse\n")
        #expect(try await home.laurel(signing).error.hasPrefix(told))
        #expect(try await home.laurel(signing).error.hasPrefix("Wrote theo.json"))
    }
}
