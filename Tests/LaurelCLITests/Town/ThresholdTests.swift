import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// Accounts of several keys: who they are, what they still need, and how their signatures come together.
extension TownTests {
    @Test func `signatures that were made side by side are joined, and what a node would refuse is left out`()
        async throws
    {
        try await town.home.makeKeys("ta", "tb", "tc", "td")
        let account = try await town.account("2-of-3", "ta", "tb", "tc")
        try await town.signed("reward", account, "9", "--ticket", "TH-1", "--new", by: "issuer").done()
        let before = try await town.laurel("balance", account)
        #expect(
            before["signs"]
                == "nobody yet: it must show its keys first, with 'laurel reveal \(words(["ta", "tb", "tc"], in: before))', signed by 2 of them",
            "\(before)")
        let early = try await town.signed("transfer", "issuer", "1", "--from", account, by: "ta", "tb")
        early.expect(
            1,
            error:
                "refused: unauthorised (24): nobody can sign for \(account) yet: a threshold account shows its keys first; send "
                + "'laurel reveal k-of-n KEYS', signed by k of them")
        // The keys are remembered from when the account was named.
        try await town.signed("reveal", "--from", account, by: "ta", "tc").done()
        let after = try await town.laurel("balance", account)
        #expect(after["signs"] == "2 of 3 keys", "\(after)")
        #expect(Set(after["keys"]?.split(separator: ", ").map(String.init) ?? []) == ["ta", "tb", "tc"], "\(after)")
        let out = try await town.laurel("transfer", "issuer", "2", "--from", account, "--out", "pay.json")
        try out.done()
        #expect(out.error.contains("It still needs 2 more of "), "\(out)")
        let nowhere = ["LAUREL_NODE": "http://127.0.0.1:1"]
        for key in ["ta", "tb", "tc", "td"] {
            let signed = try await town.home.laurel(
                ["tx", "sign", "pay.json", "--key", key, "--out", "\(key).json"] + town.home.signing,
                environment: nowhere)
            try signed.done()
            #expect(
                signed.error.contains("warning: td is none of the keys that sign here") == (key == "td"), "\(signed)")
            if key == "ta" {
                #expect(
                    signed.error.hasSuffix("It still needs 1 more of \(rest(["tb", "tc"], in: signed)).\n"), "\(signed)"
                )
            }
        }
        let joined = try await town.home.laurel(
            ["tx", "combine", "ta.json", "td.json", "tb.json", "tc.json", "--out", "all.json"], environment: nowhere)
        try joined.done()
        #expect(joined.error.contains("Left out: td is none of the keys that sign here"), "\(joined)")
        #expect(
            joined.error.contains("Left out: tc is one signature too many: 2 are needed, and a node refuses more.\n"),
            "\(joined)")
        #expect(joined.error.hasSuffix("It has all signatures; send it with 'laurel tx submit'.\n"), "\(joined)")
        let shown = try await town.laurel("tx", "show", "all.json", "--json").json()
        #expect((shown["signedBy"] as? [String])?.count == 2 && (shown["missing"] as? [String]) == [])
        #expect(
            shown["action"] as? String == "transfer"
                && (shown["fields"] as? [String: Any])?["amount"] as? String == "200")
        try await town.laurel("tx", "submit", "all.json").done()
        #expect(try await balance(account) == "7.00 LEAF")
        try await town.laurel("transfer", "issuer", "3", "--from", account, "--out", "other.json").done()
        let strangers = try await town.laurel("tx", "combine", "ta.json", "other.json", "--out", "none.json")
        #expect(
            strangers.status == 1 && strangers.error.hasPrefix("other.json is another transaction than ta.json: "),
            "\(strangers)")
    }

    /// Names in the order in which an output has them: keys are ordered by their digits.
    private func rest(_ names: [String], in outcome: Outcome) -> String {
        let text = outcome.output + outcome.error
        return text.contains("\(names[0]), \(names[1]).") ? "\(names[0]), \(names[1])" : "\(names[1]), \(names[0])"
    }

    private func words(_ names: [String], in outcome: Outcome) -> String {
        let found = outcome.output.split(separator: " ").map { $0.filter { $0 != "'" && $0 != "," } }.filter {
            names.contains($0)
        }
        return (["2-of-3"] + found).joined(separator: " ")
    }

    @Test func `a file waits for a week, and a transaction that is sent for ten minutes`() async throws {
        try await town.pay("tw", "5", ticket: "TW-1")
        try await town.laurel("transfer", "issuer", "1", "--from", "tw", "--out", "week.json").done()
        let shown = try await town.laurel("tx", "show", "week.json", "--json").json()
        let until = try #require(
            (shown["validUntil"] as? String).flatMap { ISO8601DateFormatter.milliseconds.date(from: $0) })
        #expect((6.9...7.0).contains(until.timeIntervalSinceNow / 86_400), "\(until)")
    }
}

extension ISO8601DateFormatter {
    fileprivate static var milliseconds: ISO8601DateFormatter {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return formatter
    }
}

/// A genesis keeps who the members of its threshold accounts are.
@Suite struct GenesisMemberTests {
    @Test
    func `a genesis keeps the members of a threshold account by name, and means the same chain without the names`()
        async throws
    {
        let home = try Home()
        try await home.makeKeys("ann", "ben", "cat", "producer")
        let made = try await home.laurel([
            "genesis", "new", "--out", "genesis.json", "--community", "Town", "--token-name", "Leaf", "--symbol",
            "LEAF",
            "--authority", "2-of-3 ann ben cat", "--producer", "producer",
        ])
        let account = String(try await home.laurel(["account", "2-of-3", "ann", "ben", "cat"]).done().dropLast())
        #expect(try made.done().contains("\(account) is any 2 of "), "\(made)")
        let text = try home.read("genesis.json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let authority = try #require((json["policy"] as? [String: Any])?["authority"] as? [String: Any], "\(text)")
        #expect(Set(authority["names"] as? [String] ?? []) == ["ann", "ben", "cat"])
        #expect(authority["threshold"] as? Int == 2 && (authority["keys"] as? [String])?.count == 3)
        // Whoever has the file alone, and no keys, is told who they are and what the account must do first.
        let stranger = try Home()
        try stranger.write("genesis.json", text)
        let checked = try await stranger.laurel(["genesis", "check", "genesis.json"])
        let names = try #require(authority["names"] as? [String]).joined(separator: " ")
        #expect(try checked.done().contains("must show these keys: laurel reveal 2-of-3 \(names)\n"), "\(checked)")
        let check = try await stranger.laurel(["genesis", "check", "genesis.json", "--json"]).json()
        var bare = authority
        bare["names"] = nil
        var (policy, plain) = (try #require(json["policy"] as? [String: Any]), json)
        (policy["authority"], plain["policy"]) = (bare, policy)
        policy["authority"] = bare
        plain["policy"] = policy
        try stranger.write(
            "plain.json", String(decoding: try JSONSerialization.data(withJSONObject: plain), as: UTF8.self))
        let same = try await stranger.laurel(["genesis", "check", "plain.json", "--json"]).json()
        #expect(same["chain"] as? String == check["chain"] as? String)
        // A template hands the names on.
        try await home.laurel(["genesis", "new", "--template", "genesis.json", "--out", "second.json"]).done()
        #expect(try home.read("second.json").contains("\"ann\""))
        try stranger.write("short.json", text.replacingOccurrences(of: "\"names\": [", with: "\"names\": [\"dan\","))
        let short = try await stranger.laurel(["genesis", "check", "short.json"])
        #expect(
            short.error.contains("policy.authority.names is a list of 4; allowed is a list of 3, a name for each key"),
            "\(short)")
    }
}
