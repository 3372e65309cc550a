import Foundation
import Ledger
import LedgerCrypto
import LedgerGenesis
import Testing

@Suite struct GenesisJSONTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "genesis")

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The demo file with the text `old`, which stands there once, made `new`; and the faults of that.
    private func faults(replacing old: String, by new: String) throws -> String {
        let text = try Self.file("demo.json")
        try #require(text.ranges(of: old).count == 1, "'\(old)' does not stand there exactly once")
        do {
            _ = try Genesis(json: Array(text.replacing(old, with: new).utf8))
            return "no faults"
        } catch { return error.description }
    }

    @Test(arguments: [
        ("demo.json", "c9047edb6fb4a123a6c76d3a8c6f8c2feb91f33d8cec9101365cdcf322b5f766"),
        ("community.json", "215e1721d361d79bfce956a22b0c834e8a186729be7b7ed33e648f78036baacc"),
    ])
    func `the example files read, keep their chain id, and come back from what is written of them`(
        name: String, id: String
    ) throws {
        let genesis = try Genesis(json: Array(try Self.file(name).utf8))
        #expect(genesis.chainID.hex == id)
        #expect(try Genesis(json: genesis.json) == genesis)
        #expect(try Genesis(decoding: genesis.encoded) == genesis)
    }

    @Test func `the demo's keys are those that its article names`() throws {
        let genesis = try Genesis(json: Array(try Self.file("demo.json").utf8))
        func key(_ role: String) throws -> PublicKey {
            let bytes = SHA256.hash(Array("laurel example key: \(role)".utf8))
            return try #require(bytes.withUnsafeBytes { SecretKey($0) }).publicKey
        }
        #expect(genesis.policy.authority == .key(try key("authority")))
        #expect(genesis.policy.producers == [try key("producer")])
        #expect(genesis.policy.issuers.map(\.account) == [.key(try key("issuer"))])
        #expect(genesis.policy.arbiters == [.key(try key("arbiter"))])
        #expect(genesis.policy.registrars == [.key(try key("registrar"))])
    }

    @Test func `the order of entries and lists and the white space change nothing`() throws {
        let text = try Self.file("community.json")
        let genesis = try Genesis(json: Array(text.utf8))
        let swapped = text.replacing("\"other:event\",", with: "").replacing(
            "\"other:translation\"", with: "\"other:translation\", \"other:event\"")
        #expect(swapped != text)
        #expect(try Genesis(json: Array(swapped.replacing("\n", with: " ").utf8)).chainID == genesis.chainID)
    }

    @Test(arguments: [
        (#""laurel-genesis-1""#, #""laurel-genesis-2""#, "format is 'laurel-genesis-2'; allowed is 'laurel-genesis-1'"),
        (#""Laurel Demo""#, #""""#, "community is ''; allowed is 1…100 bytes without control characters"),
        (#""Laurel Demo""#, #""a\nb""#, "community is 'a\nb'; allowed is 1…100 bytes without control characters"),
        (#""Laurel Demo""#, "7", "community is the number 7; allowed is a string"),
        (#""LEAF""#, #""leaf""#, "token.symbol is 'leaf'; allowed is 1…12 characters of A…Z and 0…9"),
        (#""decimals": 2"#, #""decimals": 19"#, "token.decimals is 19; allowed is 0…18"),
        (
            #""decimals": 2"#, #""decimals": 2.0"#,
            "token.decimals is the number 2.0; allowed is a whole number, 0…4294967295"
        ),
        (
            #""decimals": 2"#, #""decimals": 2, "logo": "x""#,
            "token.logo is an unknown entry; allowed is one of name, symbol, decimals"
        ),
        (
            #""100000000000""#, "100000000000",
            "supplyCap is the number 100000000000; allowed is a string of digits, the minor units, such as \"100\", at most 2^128-1"
        ),
        (#""100000000000""#, #""0""#, "supplyCap is 0; allowed is at least 1"),
        (
            #""100000000000""#, #""340282366920938463463374607431768211456""#,
            "supplyCap is '340282366920938463463374607431768211456'; allowed is a string of digits, the minor units, "
                + "such as \"100\", at most 2^128-1"
        ),
        (
            #""2025-01-01T00:00:00Z""#, #""2025-01-01""#,
            "startTime is '2025-01-01'; allowed is a time in UTC, such as \"2026-01-31T12:00:00Z\""
        ),
        (
            #""nonce": ""#, #""nonce": "0"#,
            "nonce is '023da39aee65144c2a4a5a3164fcee22b3ea6ad50c2bd9010dcc35b0525b21449'; allowed is 64 random hex digits"
        ),
        (#""24h""#, #""59s""#, "epochLength is 59s; allowed is 1m…3650d"),
        (
            #""24h""#, #""1 day""#,
            "epochLength is '1 day'; allowed is a string of a whole number and a unit: d, h, m, s or ms, such as \"7d\""
        ),
        (
            #""community":"#, #""community": "Again", "community":"#,
            "community is there more than once; allowed is once"
        ),
        (
            #""smallestAmount": "10","#, "",
            "policy.smallestAmount is missing; allowed is exactly one entry of this name"
        ),
        (#""smallestAmount": "10""#, #""smallestAmount": "0""#, "policy.smallestAmount is 0; allowed is at least 1"),
        (
            #""challengeWindow": "10s""#, #""challengeWindow": "91d""#,
            "policy.challengeWindow is 91d; allowed is 0ms…90d"
        ),
        (#""bindDelay": "5s""#, #""bindDelay": "91d""#, "policy.bindDelay is 91d; allowed is 0ms…90d"),
        (#""allowance": 100"#, #""allowance": 0"#, "policy.allowance is 0; allowed is at least 1"),
        (
            #""issuerAllowance": 1000"#, #""issuerAllowance": 99"#,
            "policy.issuerAllowance is 99; allowed is at least allowance, 100"
        ),
        (#""blockBytes": 1048576"#, #""blockBytes": 1"#, "policy.blockBytes is 1; allowed is 262144…16777216 bytes"),
        (
            #""blockTransactions": 10000"#, #""blockTransactions": 65537"#,
            "policy.blockTransactions is 65537; allowed is 1…65536"
        ),
        (
            #""producers": ["#, #""producers": ["00", "#,
            "policy.producers[0] is '00'; allowed is a key: 64 hex digits, or the laurel1… of a key account"
        ),
        (
            #""producers": ["#, #""producers": ["\#(String(repeating: "f", count: 64))", "#,
            "policy.producers[0] is '\(String(repeating: "f", count: 64))', which is no point of the curve; "
                + "allowed is a key that somebody can sign with"
        ),
        (
            #""arbiters": ["#, #""arbiters": ["github:eve", "github:eve", "#,
            "policy.arbiters[1] is the same as policy.arbiters[0]; allowed is each of the arbiters once"
        ),
        (
            #""arbiters": ["#, #""arbiters": ["eve", "#,
            "policy.arbiters[0] is 'eve'; allowed is an account: \"laurel1…\", a handle such as \"github:alice\", "
                + "or {\"threshold\": 2, \"keys\": […]}"
        ),
        (
            #""arbiters": ["#, #""arbiters": [{"threshold": 1, "keys": []}, "#,
            "policy.arbiters[0].keys is 0; allowed is 1…32 entries"
        ),
        (
            #""other:*""#, #""other""#,
            "policy.issuers[0].scope[2] is 'other'; allowed is ticketResolved, proposalAccepted, other:CATEGORY or other:*"
        ),
        (
            #""other:*""#, #""ticketResolved""#,
            "policy.issuers[0].scope[2] is the same as policy.issuers[0].scope[0]; allowed is each of the scopes once"
        ),
        (#""10000000""#, #""0""#, "policy.issuers[0].budgetPerEpoch is 0; allowed is at least 1"),
    ])
    func `a fault is named with its place, what was got and what is allowed`(old: String, new: String, message: String)
        throws
    {
        #expect(try faults(replacing: old, by: new) == message)
    }

    @Test func `all faults are named at once`() {
        let json = Array(#"{"format":1,"token":{"name":"","symbol":"X","decimals":0},"policy":[],"extra":null}"#.utf8)
        let error = #expect(throws: GenesisFaults.self) { try Genesis(json: json) }
        let names = "format, community, token, supplyCap, startTime, nonce, epochLength, policy"
        let missing = ["community", "supplyCap", "startTime", "nonce", "epochLength"]
        #expect(
            error?.faults.map(\.description)
                == ["extra is an unknown entry; allowed is one of \(names)"]
                + missing.map { "\($0) is missing; allowed is exactly one entry of this name" }
                + [
                    "format is the number 1; allowed is 'laurel-genesis-1'",
                    "policy is a list of 0; allowed is an object of authority, producers, issuers, arbiters, registrars, "
                        + "challengeWindow, bindDelay, smallestAmount, allowance, issuerAllowance, blockBytes, blockTransactions",
                    "token.name is ''; allowed is 1…50 bytes without control characters",
                ])
    }

    @Test func `a file that is no object is one fault`() {
        let error = #expect(throws: GenesisFaults.self) { try Genesis(json: Array("[]".utf8)) }
        let names = "format, community, token, supplyCap, startTime, nonce, epochLength, policy"
        #expect(error?.description == "the file is a list of 0; allowed is an object of \(names)")
    }

    @Test func `what is not JSON is one fault, with its line`() {
        let error = #expect(throws: GenesisFaults.self) { try Genesis(json: Array("{\n  \"format\": }".utf8)) }
        #expect(error?.description == "line 2, column 13 is '}'; allowed is a JSON value")
    }

    @Test func `the community's example has no warnings, and one that means nobody well has all of them`() throws {
        let community = try Genesis(json: Array(try Self.file("community.json").utf8))
        #expect(community.warnings == [])
        let key = community.policy.producers[0]
        let terms = IssuerTerms(
            scope: [.anyOther], capPerReference: Amount(2000), budgetPerEpoch: Amount(1500))
        let careless = Genesis(
            community: "X", token: Token(name: "X", symbol: "X", decimals: 0), supplyCap: Amount(1000),
            time: community.time, nonce: .zero, epochLength: .days(1),
            policy: Policy(
                authority: .key(key), producers: [key], issuers: [Issuer(account: .key(key), terms: terms)],
                arbiters: [], registrars: [], challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1),
                allowance: 1, issuerAllowance: 1))
        #expect(careless.faults == [])
        let places = careless.warnings.map { $0.prefix { $0 != " " } }
        #expect(
            places == [
                "policy.authority", "policy.producers", "policy.arbiters", "policy.registrars",
                "policy.challengeWindow", "policy.bindDelay", "policy.smallestAmount", "policy.allowance",
                "policy.authority", "policy.authority", "policy.issuers", "nonce",
                "policy.issuers[0].budgetPerEpoch",
                "policy.issuers[0].capPerReference",
            ])
    }

    @Test func `the explanation says every rule of the demo in words`() throws {
        let demo = try Genesis(json: Array(try Self.file("demo.json").utf8))
        let policy = demo.policy
        #expect(
            demo.explanation == [
                "Laurel Demo counts in Laurel Leaf (LEAF), with 2 decimals.",
                "At most 1000000000.00 LEAF may ever exist, not counting what is revoked.",
                "The chain begins at 2025-01-01T00:00:00.000Z. Budgets and allowances count anew every 1d.",
                "Its id is \(demo.chainID).", "The key account \(policy.authority) may change these rules.",
                "One key signs the blocks: \(policy.producers[0]).",
                "The key account \(policy.issuers[0].account) may issue",
                "  for ticketResolved, proposalAccepted, other:*", "  at most 10000.00 LEAF for one reference",
                "  at most 100000.00 LEAF in an epoch.",
                "Rewards stay pending for 10s; until then their issuer or an arbiter may revoke them.",
                "  arbiter: The key account \(policy.arbiters[0])",
                "Registrars may bind handles to keys, which sign 5s later:",
                "  registrar: The key account \(policy.registrars[0])", "No credit or transfer is under 0.10 LEAF.",
                "In an epoch an account may send 100 transactions, an issuer 1000.",
                "A block holds at most 10000 transactions and 1048576 bytes.",
            ])
    }
}
