import LedgerGenesis
import LedgerTesting
import Testing

/// Commands against a node whose rewards and bindings wait for an hour, so that they can be revoked.
@Suite(.town(window: "1h"), .serialized) struct RuleTests {
    let town: Town

    init() throws { town = try Town.here() }

    @Test func `an arbiter takes back credits that are pending, and the reference is free again`() async throws {
        try town.home.write(
            "two.csv", "to,amount,reason,reference\ngithub:al,3,ticketResolved,A-1\ngithub:al,4,ticketResolved,A-2\n")
        let paid = try await town.signed("reward", "--csv", "two.csv", "--new", by: "issuer")
        let id = try #require(paid["committed"], "\(paid)")
        #expect(try await town.laurel("balance", "github:al")["pending"] == "7.00 LEAF in 2")
        let revoke = ["revoke", id, "--credit", "1", "--reason", "paid to the wrong person"]
        try await town.signed(revoke, by: "arbiter").done()
        #expect(try await town.laurel("balance", "github:al")["pending"] == "3.00 LEAF in 1")
        #expect(try await town.laurel("history", "github:al", "--csv").output.contains(",paid to the wrong person,"))
        try await town.signed(revoke, by: "arbiter").expect(
            1,
            error: "refused: creditNotPending (72): credit 1 of transaction \(id) does not exist or was revoked before")
        try await town.signed("reward", "github:bo", "4", "--ticket", "A-2", "--new", by: "issuer").done()
        let registrar = try await town.account("registrar")
        try await town.signed(["revoke", id, "--reason", "mine"], by: "registrar").expect(
            1, error: "refused: mayNotRevoke (71): \(registrar) is neither an arbiter nor the issuer of what is revoked"
        )
        try await town.signed(["revoke", "beef", "--reason", "no such thing"], by: "arbiter").expect(
            1, error: "'beef' is no transaction id; one has 64 hex digits")
    }

    @Test func `a binding is revoked before it takes effect, and can be made anew`() async throws {
        try await town.home.makeKeys("thief", "cleo")
        try await town.signed("bind", "github:cleo", "thief", by: "registrar", "thief").done()
        try await town.signed("revoke", "--binding", "github:cleo", "--reason", "not Cleo", by: "arbiter").done()
        #expect(try await town.laurel("balance", "github:cleo")["signs"] == "nobody yet")
        try await town.signed("bind", "github:cleo", "cleo", by: "registrar", "cleo").done()
        let early = try await town.signed("burn", "1", "--from", "github:cleo", by: "cleo")
        let account = try await town.account("github:cleo")
        early.expect(
            1, error: "refused: unauthorised (24): nobody can sign for \(account) yet: it has no key in effect")
    }

    @Test func `the authority adds, changes and removes issuers, and nobody else does`() async throws {
        try await town.home.makeKeys("dan")
        let terms = ["--scope", "other:docs", "--scope", "ticketResolved", "--cap", "50", "--budget", "60"]
        try await town.signed(["set-issuer", "dan"] + terms, by: "authority").done()
        let docs = ["reward", "github:di", "50", "--new", "--category", "docs", "--reference"]
        try await town.signed(docs + ["intro"], by: "dan").done()
        let over = try await town.signed(docs + ["guide"], by: "dan")
        #expect(over.status == 1)
        #expect(
            over.error.hasPrefix(
                "refused: overBudget (47): the reward comes to 50.00 LEAF; 10.00 LEAF of the issuer's budget is left until "
            ), "\(over)")
        let example = "laurel1qz0mders3n4m453lm8p4au7kqdm0r3fh9km4nznt28wdw694t855kmfnrmp"
        try await town.signed(["set-issuer", example] + terms, by: "authority").expect(
            1,
            error: "\(example) is the examples' key of 'issuer', whose secret is public; name a key of your own")
        let dan = try await town.account("dan")
        try await town.signed("set-issuer", "dan", "--remove", by: "dan").expect(
            1,
            error: "refused: notTheAuthority (90): \(dan) is not the authority, \(try await town.account("authority"))")
        try await town.signed("set-issuer", "dan", "--remove", by: "authority").done()
        try await town.signed(docs + ["guide"], by: "dan").expect(
            1, error: "refused: notAnIssuer (40): \(dan) is not an issuer by the policy in force")
    }

    /// The warnings of what is not in force already.
    private static func newWarnings(_ outcome: Outcome) -> [Substring] {
        outcome.error.split(separator: "\n").filter {
            $0.hasPrefix("warning: ") && !$0.hasSuffix("(so it is now, says the node)")
        }
    }

    @Test func `the authority replaces the policy by that of a genesis file`() async throws {
        try await town.home.laurel([
            "genesis", "new", "--template", "genesis.json", "--smallest", "2", "--out", "policy.json",
        ]).done()
        let changed = try await town.signed("set-policy", "policy.json", by: "authority")
        try changed.done()
        #expect(Self.newWarnings(changed) == [], "nothing to warn of is new")
        try await town.signed("reward", "github:ed", "1", "--ticket", "E-1", "--new", by: "issuer").expect(
            1, error: "refused: belowSmallest (42): credit 0: 1.00 LEAF is under the smallest amount, 2.00 LEAF")
        try await town.home.laurel([
            "genesis", "new", "--template", "genesis.json", "--window", "2h", "--arbiter", "issuer", "--arbiter",
            "arbiter", "--out",
            "judge.json",
        ]).done()
        // A file only, so that nobody else's rewards are held back by the window.
        let warned = try await town.signed("set-policy", "judge.json", "--out", "change.json", by: "authority")
        try warned.done()
        let issuer = try await town.account("issuer")
        let lines = Self.newWarnings(warned)
        #expect(lines.count == 2, "\(warned)")
        #expect(lines[0].hasPrefix("warning: policy.arbiters and policy.issuers both have \(issuer): "), "\(warned)")
        #expect(lines[1].hasPrefix("warning: policy.challengeWindow goes from 1h to 2h: "), "\(warned)")
        try await town.signed("set-policy", "genesis.json", by: "authority").done()
        try await town.signed("reward", "github:ed", "1", "--ticket", "E-1", "--new", by: "issuer").done()
        // A producer whose node does not run yet.
        try await town.home.makeKeys("heir")
        try await town.home.laurel([
            "genesis", "new", "--template", "genesis.json", "--producer", "heir", "--out", "heir.json",
        ]).done()
        let ends = try await town.signed("set-policy", "heir.json", "--out", "heir-change.json", by: "authority")
        try ends.done()
        let told = Self.newWarnings(ends)
        #expect(told.count == 1 && told[0].hasPrefix("warning: policy.producers no longer has "), "\(ends)")
        #expect(
            told.first?.contains(": every node that makes blocks now makes no block after the one with this change")
                == true)
        // The examples' key of the authority, as a threshold of one.
        let example = "a94d949b50ed6d5757caea2984aaeb2253ed3a9e0e5281f3e881c76669b8d513"
        try await town.home.laurel([
            "genesis", "new", "--template", "genesis.json", "--authority", "1-of-1 \(example)", "--example", "--out",
            "taken.json",
        ]).done()
        try await town.signed("set-policy", "taken.json", "--out", "taken-change.json", by: "authority").expect(
            1,
            error:
                "taken.json has keys of the examples, whose secrets are public: authority (authority); put your own there; nothing was sent"
        )
    }
}
