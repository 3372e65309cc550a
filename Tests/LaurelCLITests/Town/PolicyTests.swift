import Foundation
import LedgerTesting
import Testing

/// The policy: shown, compared, and changed without undoing what others set.
extension RuleTests {
    @Test func `a policy is shown in words and as a file, and a changed file is compared with what is in force`()
        async throws
    {
        let shown = try await town.laurel("policy", "show")
        #expect(shown["challengeWindow"] == "1h" && shown["smallestAmount"] == "0.10 LEAF", "\(shown)")
        #expect(shown["authority"] == "authority (\(try await town.account("authority")))", "\(shown)")
        #expect(shown["issuers"]?.hasPrefix("issuer (laurel1") == true, "\(shown)")
        #expect(try await town.laurel("policy", "show", "--data", "ledger").output == shown.output)
        let text = try await town.laurel("policy", "show", "--json").done()
        try town.home.write("same.json", text)
        #expect(try await town.laurel("policy", "diff", "same.json").done() == "same.json changes nothing.\n")
        try town.home.write(
            "new.json", text.replacingOccurrences(of: "\"smallestAmount\": \"10\"", with: "\"smallestAmount\": \"25\""))
        #expect(try await town.laurel("policy", "diff", "new.json").done() == "smallestAmount: 0.10 LEAF → 0.25 LEAF\n")
        let json = try await town.laurel("policy", "diff", "new.json", "--json").json()
        let changes = try #require(json["changes"] as? [[String: String]])
        #expect(changes == [["field": "smallestAmount", "from": "0.10 LEAF", "to": "0.25 LEAF"]])
        try town.home.write("bad.json", text.replacingOccurrences(of: "\"hash\": \"", with: "\"hash\": \"00"))
        let bad = try await town.laurel("policy", "diff", "bad.json")
        #expect(bad.status == 1 && bad.error.contains("hash and base are not those of one policy"), "\(bad)")
    }

    @Test func `an edit changes what it names, keeps what others set meanwhile, and tells a conflict`() async throws {
        try await town.home.makeKeys("pia", "pam")
        let (pia, pam) = (try await town.account("pia"), try await town.account("pam"))
        try town.home.write("base.json", try await town.laurel("policy", "show", "--json").done())
        try await town.signed(
            "policy", "edit", "--set", "smallestAmount=0.50", "--add", "arbiters=pia", by: "authority"
        ).done()
        var shown = try await town.laurel("policy", "show")
        #expect(shown["smallestAmount"] == "0.50 LEAF" && shown.output.contains("pia (\(pia))"), "\(shown)")
        // Somebody had taken the policy before, and changes another field and the same list.
        let base = try town.home.read("base.json")
        let arbiter = try await town.account("arbiter")
        let mine = base.replacingOccurrences(of: "\"allowance\": 1000", with: "\"allowance\": 999")
            .replacingOccurrences(
                of: "\"arbiters\": [\n      \"\(arbiter)\"",
                with: "\"arbiters\": [\n      \"\(arbiter)\",\n      \"\(pam)\"")
        #expect(mine != base && mine.contains(pam))
        try town.home.write("mine.json", mine)
        let edited = try await town.signed("policy", "edit", "mine.json", by: "authority")
        try edited.done()
        #expect(
            edited.error.contains(
                "Set by others since then, and kept:\n  arbiters: + pia (\(pia))\n  smallestAmount: 0.10 LEAF → 0.50 LEAF\n"
            ), "\(edited)")
        shown = try await town.laurel("policy", "show")
        #expect(shown["smallestAmount"] == "0.50 LEAF" && shown["allowance"] == "999", "\(shown)")
        #expect(shown.output.contains(pia) && shown.output.contains(pam), "\(shown)")
        try town.home.write(
            "clash.json",
            base.replacingOccurrences(of: "\"smallestAmount\": \"10\"", with: "\"smallestAmount\": \"20\""))
        let clash = try await town.signed("policy", "edit", "clash.json", by: "authority")
        #expect(clash.status == 1, "\(clash)")
        #expect(
            clash.error.hasPrefix(
                "others have set since what clash.json set in another way: smallestAmount; nothing was sent."),
            "\(clash)")
        for (arguments, words) in [
            (
                ["--set", "window=1d"],
                "--set 'window' is no field with a single value; there are allowance, authority, "
            ),
            (["--set", "allowance"], "--set is 'allowance'; allowed is FIELD=VALUE"),
            (["--add", "arbiters=pia"], "pia is already among the arbiters; nothing was sent"),
            (["--remove", "arbiters=registrar"], "registrar is not among the arbiters; nothing was sent"),
            (["--add", "issuers=pia"], "set, change or remove one with 'laurel set-issuer'"),
            (["--set", "challengeWindow=900d"], "policy.challengeWindow is 900d; allowed is 0ms…90d"),
        ] {
            let refused = try await town.signed(["policy", "edit"] + arguments, by: "authority")
            #expect([1, 64].contains(refused.status) && refused.error.contains(words), "\(refused)")
        }
        let restore = [
            "--set", "smallestAmount=0.10", "--set", "allowance=1000", "--remove", "arbiters=pia", "--remove",
            "arbiters=pam",
        ]
        try await town.signed(["policy", "edit"] + restore, by: "authority").done()
        #expect(try await town.laurel("policy", "diff", "base.json").done().hasSuffix("base.json changes nothing.\n"))
    }

    @Test func `a change that was made for one policy never replaces another`() async throws {
        try await town.signed("policy", "edit", "--set", "allowance=900", "--out", "late.json", by: "authority").done()
        try await town.signed("policy", "edit", "--set", "bindDelay=2h", by: "authority").done()
        let late = try await town.laurel("tx", "submit", "late.json", "--yes")
        #expect(late.status == 1 && late.error.hasPrefix("refused: wrongSequence"), "\(late)")
        let shown = try await town.laurel("policy", "show")
        #expect(shown["bindDelay"] == "2h" && shown["allowance"] == "1000", "\(shown)")
        try await town.signed("policy", "edit", "--set", "bindDelay=1h", by: "authority").done()
    }

    @Test func `a policy is edited in the editor of one's own`() async throws {
        let edit = ["policy", "edit", "--key", "authority", "--node", town.node.url] + town.home.signing
        try town.home.write("editor.sh", "sed -i 's/\"allowance\": 1000/\"allowance\": 999/' \"$1\"\n")
        let terminal = try Conversation(
            town.home, edit, environment: ["VISUAL": "sh \(town.home.path("editor.sh"))"])
        try await terminal.answer("This can't be undone. Do it? Type yes: ", "yes")
        try await terminal.end().done()
        #expect(try await town.laurel("policy", "show")["allowance"] == "999")
        try await town.signed("policy", "edit", "--set", "allowance=1000", by: "authority").done()
    }
}
