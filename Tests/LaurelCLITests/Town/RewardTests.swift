import Foundation
import LedgerTesting
import Testing

extension TownTests {
    @Test func `a reward to somebody new needs to be told so, and is then theirs`() async throws {
        try await town.home.makeKeys("anna")
        let anna = try await town.account("anna")
        try await town.signed("reward", "anna", "12.50", "--ticket", "A-1", by: "issuer").expect(
            1, error: "not on the chain yet: \(anna). If there is no typing error, add --new; nothing was sent")
        let paid = try receipt(
            try await town.signed("reward", "anna", "12.50", "--ticket", "A-1", "--new", by: "issuer"))
        let balance = try await town.laurel("balance", "anna")
        #expect(balance["balance"] == "12.50 LEAF", "\(balance)")
        #expect(balance["earned"] == "12.50 LEAF")
        let transaction = try await town.laurel("block", paid.id)
        #expect(transaction["status"] == "committed", "\(transaction)")
        #expect(transaction["action"] == "reward")
        try await town.signed("reward", "anna", "1", "--proposal", "A-1", by: "issuer").done()
        #expect(try await self.balance("anna") == "13.50 LEAF", "a proposal is another reference than a ticket")
    }

    @Test func `a ticket is paid once, and the refusal names the transaction that paid it`() async throws {
        let first = try receipt(
            try await town.signed("reward", "github:bea", "5", "--ticket", "B-1", "--new", by: "issuer"))
        let again = try await town.signed("reward", "github:bea", "5", "--ticket", "B-1", by: "issuer")
        #expect(again.status == 1)
        #expect(again.error.hasPrefix("refused: referencePaid (44): credit 0: ticketResolved B-1 is already paid, "))
        #expect(again.error.hasSuffix(", \(first.id)\n"), "\(again)")
    }

    @Test func `what the rules refuse is refused in words, with both values`() async throws {
        let refuse = { (arguments: [String], key: String, error: String) in
            try await town.signed(["reward", "github:cy"] + arguments + ["--new"], by: key).expect(1, error: error)
        }
        try await refuse(
            ["0.05", "--ticket", "C-1"], "issuer",
            "refused: belowSmallest (42): credit 0: 0.05 LEAF is under the smallest amount, 0.10 LEAF")
        try await refuse(
            ["1000.01", "--ticket", "C-1"], "issuer",
            "refused: overCap (45): credit 0: C-1 comes to 1000.01 LEAF; the issuer's cap per reference is 1000.00 LEAF"
        )
        try await refuse(
            ["1", "--category", "docs", "--reference", "C-1"], "issuer",
            "refused: outOfScope (41): credit 0: the reason other:docs is outside of the issuer's scope, ticketResolved, proposalAccepted"
        )
        let arbiter = try await town.account("arbiter")
        try await refuse(
            ["1", "--ticket", "C-1"], "arbiter",
            "refused: notAnIssuer (40): \(arbiter) is not an issuer by the policy in force")
        try await refuse(
            ["1.001", "--ticket", "C-1"], "issuer", "'1.001' has more decimals than the token's 2")
        try await refuse(
            ["one", "--ticket", "C-1"], "issuer", "'one' is not an amount; write digits, such as 12 or 12.50")
        #expect(try await town.laurel("balance", "github:cy").error == Self.strange("github:cy") + "\n")
    }

    static func strange(_ name: String) -> String { "\(name) is not on the chain: nobody has paid or admitted it yet" }

    @Test func `a dry run shows what a file would pay, to whom and from which budget, and sends nothing`() async throws
    {
        try await town.pay("dora", "1", ticket: "D-0")
        let rows = (1...1500).map { "github:dora-\($0 % 2),1.25,ticketResolved,D-\($0)" }
        try town.home.write(
            "may.csv", "to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\ndora,2,proposalAccepted,D-1\n"
        )
        let before = try await town.laurel("status")["height"]
        let dry = try await town.signed("reward", "--csv", "may.csv", "--dry-run", "--new", by: "issuer")
        let lines = try dry.done().split(separator: "\n").map(String.init)
        let left = try #require(dry["budget left"])
        #expect(
            lines.prefix(6) == [
                "TO                                                                  REWARDS    LEAF",
                "github:dora-1                                                           750  937.50  new",
                "github:dora-0                                                           750  937.50  new",
                "\(try await town.account("dora"))        1    2.00",
                "payout       may, of may.csv",
                "would pay    1877.00 LEAF as 1501 rewards in 2 transaction(s)",
            ], "\(dry)")
        #expect(dry["issuer"] == (try await town.account("issuer")))
        #expect(lines.last == "Nothing was sent.")
        #expect(try await town.laurel("status")["height"] == before)
        let sent = try await town.signed("reward", "--csv", "may.csv", "--new", by: "issuer")
        #expect(try sent.done().split(separator: "\n").count(where: { $0.hasPrefix("committed ") }) == 2)
        #expect(try await balance("github:dora-0") == "937.50 LEAF")
        let after = try await town.signed("reward", "--csv", "may.csv", "--dry-run", "--json", by: "issuer").json()
        let hundredths = try #require(Int(left.split(separator: " ")[0].filter { $0 != "." }))
        #expect(after["budgetLeft"] as? String == "\(hundredths - 187_700)")
        #expect(after["rewards"] as? Int == 0 && after["paidLines"] as? Int == 1501)
        let again = try await town.signed("reward", "--csv", "may.csv", by: "issuer")
        #expect(try !again.done().contains("committed "), "\(again)")
        #expect(try await balance("github:dora-0") == "937.50 LEAF")
    }

    @Test func `a file with wrong lines is refused with all of them, and nothing is sent`() async throws {
        try town.home.write(
            "bad.csv",
            """
            to,amount,reason,reference
            github:ed,1.00,ticketResolved,E-1
            github:ed,1.001,ticketResolved,E-2
            nobody,1.00,ticketResolved,E-3
            github:ed,1.00,because,E-4
            github:ed,1.00,ticketResolved
            "github:ed",0,ticketResolved,E 5
            github:ed,1,ticketResolved,E-6,7

            """)
        try await town.signed("reward", "--csv", "bad.csv", "--new", by: "issuer").expect(
            1,
            error: """
                bad.csv has 7 wrong values; nothing was sent
                  line 3, amount: '1.001' has more decimals than the token's 2
                  line 4, to: there is no key 'nobody' in \(town.home.path("keys")); there are: \(try town.home.keyNames())
                  line 5, reason: 'because' is no reason; allowed are ticketResolved, proposalAccepted and other:CATEGORY with a category of 1…32 characters of a…z, 0…9 and '-'
                  line 6, reference: '' is not a reference of 1…64 printable ASCII characters without spaces
                  line 7, amount: the amount is 0
                  line 7, reference: 'E 5' is not a reference of 1…64 printable ASCII characters without spaces
                  line 8: it has 5 values, the header has 4
                """)
        #expect(try await town.laurel("balance", "github:ed").error == Self.strange("github:ed") + "\n")
    }

    @Test func `without waiting a command returns on admission, and the block comes`() async throws {
        let sent = try await town.signed(
            "reward", "github:flo", "2", "--ticket", "F-1", "--new", "--no-wait", by: "issuer")
        let id = try #require(sent["accepted"], "\(sent)")
        #expect(sent.output == "accepted  \(id)\nstatus    waits for its block\n")
        // The next transaction of the same account is in the same block or a later one.
        try await town.signed("reward", "github:flo", "2", "--ticket", "F-2", "--new", by: "issuer").done()
        #expect(try await town.laurel("block", id)["status"] == "committed")
        #expect(try await balance("github:flo") == "4.00 LEAF")
    }
}
