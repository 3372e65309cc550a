import Foundation
import LedgerTesting
import Testing

/// Questions: who was paid, what is pending, who earned what.
extension RuleTests {
    private func ask(_ arguments: String...) async throws -> Outcome {
        let node = try await town.home.laurel(arguments + ["--node", town.node.url])
        let folder = try await town.home.laurel(arguments + ["--data", "ledger"])
        #expect(folder.output == node.output, "a node and its folder say the same")
        #expect(folder.error == node.error)
        return node
    }

    @Test func `paid tells who was paid for a ticket, by whom, what became of it, and ends with 1 where nobody was`()
        async throws
    {
        try await town.signed("reward", "github:pa", "3", "--ticket", "P-1", "--new", by: "issuer").done()
        try await town.signed("revoke", "--ticket", "P-1", "--reason", "paid to the wrong one", by: "arbiter").done()
        try await town.signed("reward", "github:pb", "4", "--ticket", "P-1", "--new", by: "issuer").done()
        let paid = try await ask("paid", "P-1").done().split(separator: "\n").map(String.init)
        #expect(paid.count == 3, "\(paid)")
        #expect(paid[0].hasPrefix("TIME"))
        #expect(
            paid[1].contains("3.00  github:pa  issuer  ticketResolved P-1  revoked: paid to the wrong one"), "\(paid)")
        #expect(paid[2].contains("4.00  github:pb  issuer  ticketResolved P-1  pending until 20"), "\(paid)")
        let json = try await ask("paid", "P-1", "--ticket", "--json").json()
        let rewards = try #require(json["rewards"] as? [[String: Any]])
        #expect(rewards.map { $0["status"] as? String } == ["revoked", "pending"])
        try await town.laurel("paid", "P-0").expect(
            1,
            error: "nobody was paid for P-0 as any of ticketResolved, proposalAccepted; name another with --category")
        try await town.laurel("paid", "P-1", "--proposal").expect(
            1, error: "nobody was paid for P-1 as any of proposalAccepted")
        try await town.laurel("paid", "P 1").expect(
            64, error: "'P 1' is not a reference of 1…64 printable ASCII characters without spaces")
    }

    @Test func `pending is the arbiter's queue, and what is in it can be taken back by reference, recipient and line`()
        async throws
    {
        try town.home.write(
            "queue.csv",
            """
            to,amount,reason,reference
            github:qa,1,ticketResolved,Q-1
            github:qb,2,ticketResolved,Q-2
            github:qa,4,proposalAccepted,Q-3
            github:qc,8,ticketResolved,Q-4

            """)
        let batch = try await town.signed("reward", "--csv", "queue.csv", "--new", by: "issuer")
        let id = try #require(batch["committed"], "\(batch)")
        let queue = try await ask("pending", "--to", "github:qa").done().split(separator: "\n").map(String.init)
        #expect(queue.count == 4 && queue[3] == "2 pending rewards, 5.00 LEAF", "\(queue)")
        #expect(queue[1].hasSuffix("1.00  github:qa  issuer  ticketResolved Q-1    \(id):0"), "\(queue)")
        #expect(try await ask("pending", "--reference", "Q-3").done().contains("proposalAccepted Q-3  \(id):2\n"))
        #expect(
            try await ask("pending", "--to", "github:qa", "--within", "30m").done()
                == "Nothing of this kind is pending.\n")
        let csv = try await ask("pending", "--issuer", "issuer", "--tickets", "--csv").done()
        #expect(csv.hasPrefix("time,block,amount,to,to_handle,"))
        #expect(csv.contains(",ticketResolved,Q-4,,pending,20"), "\(csv)")
        // Which of four lines is meant has to be said.
        let unclear = try await town.signed(["revoke", id, "--reason", "x"], by: "arbiter")
        #expect(unclear.status == 1)
        #expect(
            unclear.error.hasPrefix("transaction \(id) has 4 lines that are pending; say which, by --to, "),
            "\(unclear)")
        #expect(unclear.error.contains("\n  line 2: 2.00 LEAF of "), "\(unclear)")
        let byLine = try await town.signed(["revoke", id, "--line", "2", "--reason", "x"], by: "arbiter")
        let taken = try byLine.done()
        #expect(taken.contains("\ntaken back   2.00 LEAF of laurel1"), "\(taken)")
        #expect(taken.contains(" for ticketResolved Q-2\n"), "\(taken)")
        try await town.signed(["revoke", "\(id):3", "--reason", "x"], by: "arbiter").done()
        try await town.signed(["revoke", "--to", "github:qa", "--reason", "not theirs"], by: "arbiter").done()
        #expect(try await town.laurel("balance", "github:qa")["pending"] == "0.00 LEAF")
        let none = try await town.signed(["revoke", "--to", "github:qa", "--reason", "again"], by: "arbiter")
        none.expect(1, error: "nothing that was paid to github:qa is pending")
        let gone = try await town.signed(["revoke", "--proposal", "Q-3", "--reason", "again"], by: "arbiter")
        gone.expect(1, error: "nothing that was paid for proposalAccepted Q-3 is pending")
    }

    @Test func `earned sums up a period by recipient, category and issuer, without what was taken back`() async throws {
        try await town.home.makeKeys("desk")
        let terms = ["--scope", "other:zine", "--cap", "50", "--budget", "500"]
        try await town.signed(["set-issuer", "desk"] + terms, by: "authority").done()
        for (person, amount, reference) in [("ea", "5", "1"), ("eb", "9", "2"), ("ea", "7", "3"), ("ec", "1", "4")] {
            try await town.signed(
                ["reward", "github:\(person)", amount, "--category", "zine", "--reference", reference, "--new"],
                by: "desk"
            ).done()
        }
        try await town.signed(
            ["revoke", "--category", "zine", "--reference", "4", "--reason", "no"], by: "arbiter"
        ).done()
        let year = String(try #require(try await town.laurel("status")["time"]).prefix(4))
        let table = try await ask("earned", "--issuer", "desk", "--period", year).done()
        #expect(
            table == """
                #   LEAF  PENDING  REWARDS  RECIPIENT
                1  12.00    12.00        2  github:ea
                2   9.00     9.00        1  github:eb

                21.00 LEAF in 3 rewards in \(year)

                """)
        let first = try await ask("earned", "--issuer", "desk", "--limit", "1", "--csv").done()
        let ea = try await town.account("github:ea")
        #expect(
            first
                == "recipient,recipient_handle,rewards,total,matured,pending,revoked\n\(ea),github:ea,2,12.00,0.00,12.00,0.00\n"
        )
        let both = try await ask("earned", "--by", "category", "--by", "issuer", "--category", "zine", "--json").json()
        let rows = try #require(both["rows"] as? [[String: Any]])
        #expect(rows.count == 1 && rows[0]["reason"] as? String == "other:zine")
        #expect((rows[0]["sum"] as? [String: Any])?["total"] as? String == "2100")
        #expect((both["sum"] as? [String: Any])?["revoked"] as? String == "100")
        #expect(try await ask("earned", "--period", "1999-12").done() == "Nobody earned anything in 1999-12.\n")
        let wrong = try await town.laurel("earned", "--period", "2026-13")
        #expect(
            wrong.status == 64 && wrong.error.contains("--period is '2026-13'; allowed is a year, month, day or moment")
        )
        let desk = try await ask("issuers", "desk")
        #expect(desk["spent"] == "21.00 LEAF" && desk["paid"] == "21.00 LEAF in 3 rewards in this epoch", "\(desk)")
        #expect(desk["left"]?.hasPrefix("479.00 LEAF until ") == true && desk["taken back"] == "1.00 LEAF", "\(desk)")
        let issuers = try await ask("issuers")
        let row = try issuers.done().split(separator: "\n").first { $0.hasPrefix("desk ") }?.split(separator: " ")
        #expect(row == ["desk", "21.00", "479.00", "50.00", "other:zine"], "\(issuers)")
        let rewards = try await ask("rewards", "--issuer", "desk").done().split(separator: "\n")
        #expect(rewards.count == 6 && rewards.last == "3 rewards, 21.00 LEAF", "\(rewards)")
        try await town.signed(["set-issuer", "desk", "--remove"], by: "authority").done()
        #expect(try await ask("issuers", "desk")["may pay for"]?.hasPrefix("nothing any more") == true)
        let nobody = try await ask("issuers", "arbiter")
        #expect(nobody.status == 1 && nobody.error.hasPrefix("arbiter is not an issuer"), "\(nobody)")
    }

    @Test func `answers that can't be right are refused`() async throws {
        try await town.signed("reward", "github:li", "3", "--ticket", "L-1", "--new", by: "issuer").done()
        let liar = try LyingNode(town.home, before: town.node)
        let (li, other) = (try await town.account("github:li"), try await town.account("github:lj"))
        try await town.home.laurel(["rewards", "--to", "github:li", "--node", liar.url]).done()
        for (truth, lie, words) in [
            (li, other, ", which was not asked for"),
            ("\"status\":\"pending\"", "\"status\":\"matured\"", ", which was not asked for"),
            ("\"amount\":\"300\"", "\"amount\":\"3e2\"", "which is no amount for an account"),
            ("\"rewards\":[", "\"next\":\"0-0\",\"rewards\":[", "the cursor '0-0' where one behind "),
            ("\"credit\":0", "\"credit\":1024", "where those from 0-0 on follow"),
        ] {
            try liar.tell([.init(path: "/v1/rewards", truth: truth, lie: lie)])
            let told = try await town.home.laurel(["pending", "--to", "github:li", "--node", liar.url])
            #expect(told.status == 2, "\(told)")
            #expect(told.error.hasPrefix("the node's list of rewards can't be right: it sent "), "\(told)")
            #expect(told.error.contains(words), "\(told)")
        }
        try liar.tell([.init(path: "/v1/references", truth: "\"reference\":\"L-1\"", lie: "\"reference\":\"L-2\"")])
        let paid = try await town.home.laurel(["paid", "L-1", "--node", liar.url])
        #expect(paid.status == 2 && paid.error.contains("which was not asked for"), "\(paid)")
        // Who takes back signs what the transaction says, not what the node says of it.
        try liar.tell([.init(path: "/v1/references", truth: "\"credit\":0", lie: "\"credit\":1")])
        let revoke = ["revoke", "--ticket", "L-1", "--reason", "x", "--key", "arbiter", "--yes", "--node", liar.url]
        let refused = try await town.home.laurel(revoke + town.home.signing)
        #expect(refused.status == 2 && refused.error.contains(" pays something else"), "\(refused)")
    }
}
