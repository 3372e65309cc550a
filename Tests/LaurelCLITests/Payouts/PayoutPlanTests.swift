import Foundation
import LedgerTesting
import Testing

/// What a payout tells before it sends anything.
extension TownTests {
    private func plan(_ name: String, _ rows: [String], _ more: String..., by key: String = "issuer") async throws
        -> Outcome
    {
        try town.home.write(name, "to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\n")
        return try await town.home.laurel(
            ["payout", "plan", name, "--key", key] + more, environment: ["LAUREL_NODE": town.node.url])
    }

    /// The lines of a plan that tell of rules, by their words.
    private func rule(_ name: String, _ plan: Outcome) -> String? {
        plan.output.split(separator: "\n").map(String.init).first { $0.dropFirst(4).hasPrefix(name + " ") }?
            .split(separator: " ").joined(separator: " ")
    }

    @Test func `a dry run tells rule by rule what would be refused, and exits so`() async throws {
        try await town.signed("reward", "github:pl", "2", "--ticket", "PL-1", "--new", by: "issuer").done()
        let height = try await town.laurel("status")["height"]
        let bad = try await plan(
            "plan-bad.csv",
            [
                "github:pl,2,ticketResolved,PL-2", "github:pl,3,ticketResolved,PL-1",
                "github:pl,0.05,ticketResolved,PL-3",
                "github:pl,1000.01,ticketResolved,PL-4", "github:pl,1,other:docs,PL-5",
                "github:pm,1,ticketResolved,PL-6",
                "github:pl,2,ticketResolved,PL-2",
            ])
        #expect(bad.status == 1, "\(bad)")
        let paid = try #require(rule("referencePaid", bad))
        #expect(
            paid.hasPrefix("NO referencePaid 44 line 3: ticketResolved PL-1 is already paid, by transaction "), "\(bad)"
        )
        #expect(paid.hasSuffix(" of this issuer: 2.00 LEAF to github:pl; take the line out, or add --skip-paid"))
        #expect(
            rule("belowSmallest", bad)
                == "NO belowSmallest 42 line 4: 0.05 LEAF is under the smallest amount, 0.10 LEAF")
        #expect(
            rule("overCap", bad)
                == "NO overCap 45 line 5: ticketResolved PL-4 comes to 1000.01 LEAF; the issuer's cap per reference is 1000.00 LEAF"
        )
        #expect(
            rule("outOfScope", bad)
                == "NO outOfScope 41 line 6: the reason other:docs is outside of the issuer's scope, ticketResolved, proposalAccepted"
        )
        #expect(
            rule("newRecipient", bad)
                == "NO newRecipient line 7: github:pm is not on the chain yet; if there is no typing error, add --new")
        #expect(
            rule("repeatedLine", bad)
                == "NO repeatedLine line 8: it is the same as line 2; if both are meant, add --allow-repeated")
        #expect(rule("notAnIssuer", bad) == "ok notAnIssuer 40 the sender is an issuer")
        #expect(bad.output.hasSuffix("It would be refused: 6 rules do not hold.\nNothing was sent.\n"), "\(bad)")

        let stranger = try await plan("plan-good.csv", ["github:pl,2,ticketResolved,PL-9"], by: "arbiter")
        #expect(stranger.status == 1)
        let arbiter = try await town.account("arbiter")
        #expect(
            rule("notAnIssuer", stranger) == "NO notAnIssuer 40 \(arbiter) is not an issuer by the policy in force",
            "\(stranger)")
        let good = try await plan("plan-good.csv", ["github:pl,2,ticketResolved,PL-9"])
        #expect(try good.done().hasSuffix("\nNothing was sent.\n") && good.output.contains("\nmatures "), "\(good)")
        let json = try await plan("plan-bad.csv", ["github:pl,0.05,ticketResolved,PL-3"], "--json")
        let value = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let checks = try #require(value["checks"] as? [[String: Any]])
        #expect(value["wouldSucceed"] as? Bool == false && json.status == 1)
        #expect(checks.first { $0["code"] as? Int == 42 }?["lines"] as? [Int] == [2])
        #expect(try await town.laurel("status")["height"] == height)
    }

    @Test func `a dry run of one reward tells the same`() async throws {
        try await town.signed("reward", "github:po", "2", "--ticket", "PO-1", "--new", by: "issuer").done()
        let again = try await town.signed("reward", "github:po", "3", "--ticket", "PO-1", "--dry-run", by: "issuer")
        #expect(again.status == 1, "\(again)")
        #expect(
            rule("referencePaid", again)?.hasPrefix("NO referencePaid 44 ticketResolved PO-1 is already paid, ") == true
        )
        let same = try await town.signed("reward", "github:po", "2", "--ticket", "PO-1", "--dry-run", by: "issuer")
        #expect(same.status == 1 && same.output.contains("It would be refused: 1 rule does not hold.\n"), "\(same)")
        let small = try await town.signed("reward", "github:po", "0.01", "--ticket", "PO-2", "--dry-run", by: "issuer")
        #expect(small.status == 1, "\(small)")
        try await town.signed("reward", "github:po", "1", "--ticket", "PO-2", "--dry-run", by: "issuer").done()
        #expect(try await balance("github:po") == "2.00 LEAF")
    }

    @Test func `a file with one reward that is paid already pays nothing, and all the others once that is mended`()
        async throws
    {
        try await town.signed("reward", "github:pq", "9", "--ticket", "PQ-1050", "--new", by: "issuer").done()
        let rows = (1...1100).map { "github:pq,1,ticketResolved,PQ-\($0)" }
        try town.home.write("pq.csv", "to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\n")
        let refused = try await town.signed("payout", "run", "pq.csv", by: "issuer")
        #expect(refused.status == 1, "\(refused)")
        #expect(
            refused.error.contains("  referencePaid (44): line 1051: ticketResolved PQ-1050 is already paid, "),
            "\(refused)")
        #expect(refused.error.hasSuffix("\nNothing was sent.\n"))
        #expect(try await balance("github:pq") == "9.00 LEAF")
        let rest = rows.filter { !$0.hasSuffix("-1050") }
        try town.home.write("pq.csv", "to,amount,reason,reference\n" + rest.joined(separator: "\n") + "\n")
        try await town.signed("payout", "run", "pq.csv", by: "issuer").done()
        #expect(try await balance("github:pq") == "1108.00 LEAF")
        // A file that grew pays what is new.
        try town.home.write("pq.csv", try town.home.read("pq.csv") + "github:pq,5,proposalAccepted,PQ-1\n")
        let more = try await town.signed("payout", "run", "pq.csv", by: "issuer")
        try more.done()
        #expect(more["lines"] == "1, 5.00 LEAF" && more["paid"]?.hasPrefix("1100 of 1100 lines") == true, "\(more)")
        // And one that was lost is found on the chain.
        _ = try await town.home.run("rm", ["-r", town.home.path("state/laurel/payouts")])
        let found = try await town.signed("payout", "run", "pq.csv", by: "issuer")
        #expect(try !found.done().contains("committed ") && found["paid"]?.hasPrefix("1100 of 1100 lines") == true)
        #expect(try await balance("github:pq") == "1113.00 LEAF")
        let skipped = try await plan(
            "pq-2.csv", ["github:pq,1,ticketResolved,PQ-1050", "github:pq,1,ticketResolved,PQ-2000"], "--skip-paid")
        #expect(try skipped.done().contains("1.00 LEAF as 1 rewards in 1 transaction(s)"), "\(skipped)")
    }

    @Test func `the same line twice is told, and paid twice only when that is asked for`() async throws {
        let row = "github:pr,2,ticketResolved,PR-1"
        try town.home.write("pr.csv", "to,amount,reason,reference\n\(row)\n\(row)\n")
        let told = try await town.signed("payout", "run", "pr.csv", "--new", by: "issuer")
        #expect(told.status == 1)
        #expect(
            told.error.contains(
                "  repeatedLine: line 3: it is the same as line 2; if both are meant, add --allow-repeated\n"),
            "\(told)")
        try await town.signed("payout", "run", "pr.csv", "--new", "--allow-repeated", by: "issuer").done()
        #expect(try await balance("github:pr") == "4.00 LEAF")
        try await town.signed("payout", "run", "pr.csv", "--allow-repeated", by: "issuer").done()
        #expect(try await balance("github:pr") == "4.00 LEAF")
    }

    @Test(arguments: [
        ("semicolons", "to;amount;reason;reference\ngithub:S;1,50;ticketResolved;FORM-1\n", "1.50"),
        ("tabs", "Amount\tTO\tReference\tREASON\n1.50\tgithub:S\tFORM-1\tticketResolved\n", "1.50"),
        ("mark", "\u{FEFF}to,amount,reason,reference\r\ngithub:S,1.50,ticketResolved,FORM-1\r\n", "1.50"),
        ("spaces", " to , amount ,reason, reference \n github:S , \"1.50\" , ticketResolved ,\u{A0}FORM-1\n", "1.50"),
        ("commas", "to,amount,reason,reference,,\n,,,,,\ngithub:S,1.50,ticketResolved,FORM-1,,\n,,,,,\n,,\n", "1.50"),
        ("sep", "sep=;\nto;amount;reason;reference\n\"github:S\";\"1.50\";\"ticketResolved\";\"FORM-1\"\n", "1.50"),
        ("old mac", "to,amount,reason,reference\rgithub:S,1.50,ticketResolved,FORM-1\r", "1.50"),
        (
            "note", "#who,to,amount,reason,reference,evidence\n\"Sue, or\nS\",github:S,1.5,ticketResolved,FORM-1,\n",
            "1.50"
        ),
        ("symbol", "to;amount;reason;reference\ngithub:S;1,5 LEAF;ticketResolved;FORM-1\n", "1.50"),
    ]) func `a table is read as spreadsheets write it`(name: String, text: String, amount: String) async throws {
        try town.home.write("form.csv", text)
        let plan = try await town.signed("payout", "plan", "form.csv", "--new", by: "issuer")
        #expect(try plan.done().contains("\ngithub:s        1  \(amount)  new\n"), "\(plan)")
        #expect(plan["would pay"] == "\(amount) LEAF as 1 rewards in 1 transaction(s)")
    }

    @Test func `a spreadsheet's Unicode text is read, and what is no UTF-8 is named by its line`() async throws {
        let text = "to\tamount\treason\treference\r\ngithub:s\t1.50\tticketResolved\tFORM-1\r\n"
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        try Data(bytes).write(to: URL(filePath: town.home.path("wide.csv")))
        try await town.signed("payout", "plan", "wide.csv", "--new", by: "issuer").done()
        try Data(Array("to,amount,reason,reference\ngithub:a,1,ticketResolved,A\ngithub:".utf8) + [0xE9, 0x0A])
            .write(to: URL(filePath: town.home.path("latin.csv")))
        try await town.signed("payout", "plan", "latin.csv", "--new", by: "issuer").expect(
            1, error: "latin.csv, line 3: it is not UTF-8; save the table as \"CSV UTF-8\"; nothing was sent")
    }

    @Test(arguments: [
        ("to,amount,reason\n", "line 1: the column reference is missing"),
        ("to,amount,reason,reference,note\n", "line 1: column 5 is 'note'"),
        ("to,To,amount,reason,reference\n", "line 1: the column to is there twice"),
    ]) func `columns that are wrong are told with what is wanted`(text: String, fault: String) async throws {
        try town.home.write("head.csv", text)
        try await town.signed("payout", "plan", "head.csv", by: "issuer").expect(
            1,
            error:
                "head.csv, \(fault); expected the columns to, amount, reason, reference and, if there is any, evidence, in any "
                + "order; a column for people begins with '#'; nothing was sent")
    }

    @Test func `what another payout or person took back is not paid again`() async throws {
        // Only pending rewards can be taken back.
        let town = try await Town(Home(), window: "1h")
        try town.home.write(
            "tb.csv", "to,amount,reason,reference\ngithub:tb,1,ticketResolved,TB-1\ngithub:tb,2,ticketResolved,TB-2\n")
        let paid = try await town.signed("payout", "run", "tb.csv", "--new", by: "issuer")
        let id = try #require(paid["committed"], "\(paid)")
        try await town.signed("revoke", id, "--credit", "0", "--reason", "no", by: "arbiter").done()
        let again = try await town.signed("payout", "run", "tb.csv", by: "issuer")
        #expect(try !again.done().contains("committed "), "\(again)")
        #expect(again["taken back"] == "1 lines that were paid were revoked; they are not paid again", "\(again)")
        #expect(try await town.laurel("balance", "github:tb")["pending"] == "2.00 LEAF in 1")
        let status = try await town.laurel("payout", "status", "tb")
        #expect(status.status == 1 && status.output.contains("taken back"), "\(status)")
        #expect(await town.node.stop() == 0)
    }
}
