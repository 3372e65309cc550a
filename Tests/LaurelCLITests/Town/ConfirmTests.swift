import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// What can't be undone is shown first, and asked for.
extension TownTests {
    private func unasked(_ arguments: [String], by keys: String...) async throws -> Outcome {
        try await town.home.laurel(
            arguments + keys.flatMap { ["--key", $0] } + town.home.signing, environment: ["LAUREL_NODE": town.node.url])
    }

    private static let refusal =
        "\nThis can't be undone, and there is no terminal to ask on: add --yes to do it. Nothing was sent.\n"

    @Test func `without a terminal and without --yes nothing that can't be undone is done`() async throws {
        try await town.pay("ova", "6", ticket: "OV-1")
        try await town.pay("owa", "1", ticket: "OV-2")
        let (ova, owa) = (try await town.account("ova"), try await town.account("owa"))
        let before = try await town.laurel("status")["height"]
        let merge = try await unasked(["merge", "owa"], by: "ova", "owa")
        #expect(merge.status == 2 && merge.error.hasSuffix(Self.refusal), "\(merge)")
        #expect(
            merge.error.hasPrefix(
                """
                This moves all that ova (\(ova)) has, and ever gets, into owa (\(owa)), and closes the former for ever:
                  balance:  6.00 LEAF
                  pending:  0.00 LEAF in 0 rewards
                  earned:   6.00 LEAF
                  roles:    none

                """), "\(merge)")
        let burn = try await unasked(["burn", "2"], by: "ova")
        #expect(burn.status == 2, "\(burn)")
        #expect(
            burn.error == "This destroys 2.00 LEAF of ova (\(ova)), which has 6.00 LEAF, for ever." + Self.refusal,
            "\(burn)")
        let rotate = try await unasked(["rotate", "owa"], by: "ova", "owa")
        #expect(rotate.status == 2 && rotate.error.contains("\n  now:  1 of ova\n  then: 1 of owa\n"), "\(rotate)")
        let issuer = try await unasked(["set-issuer", "issuer", "--remove"], by: "authority")
        #expect(issuer.status == 2 && issuer.error.contains("  issuers: - issuer ("), "\(issuer)")
        let policy = try await unasked(["policy", "edit", "--set", "allowance=7"], by: "authority")
        #expect(policy.status == 2 && policy.error.contains("\n  allowance: 1000 → 7\n"), "\(policy)")
        let replaced = try await unasked(["set-policy", "genesis.json"], by: "authority")
        #expect(replaced.status == 0 && replaced.error.contains("in force already"), "\(replaced)")
        let binding = try await unasked(["revoke", "--binding", "github:x", "--reason", "x"], by: "arbiter")
        #expect(
            binding.status == 2 && binding.error.hasPrefix("This takes back the binding of github:x ("), "\(binding)")
        try await unasked(["burn", "2", "--out", "burn.json"], by: "ova").done()
        let file = try await town.laurel("tx", "submit", "burn.json")
        #expect(file.status == 2 && file.error.contains("does this: burn\n  amount: 2.00 LEAF\n"), "\(file)")
        #expect(try await town.laurel("status")["height"] == before, "nothing was sent")
        try await town.laurel("tx", "submit", "burn.json", "--yes").done()
        #expect(try await balance("ova") == "4.00 LEAF")
    }

    @Test func `on a terminal it is done after a yes, and after nothing else`() async throws {
        try await town.pay("oxa", "6", ticket: "OX-1")
        let burn = ["burn", "2", "--key", "oxa", "--node", town.node.url] + town.home.signing
        let no = try Conversation(town.home, burn)
        try await no.answer("This can't be undone. Do it? Type yes: ", "")
        let left = try await no.end()
        #expect(left.status == 1 && left.error.hasSuffix("nothing was sent\r\n"), "\(left)")
        #expect(try await balance("oxa") == "6.00 LEAF")
        let yes = try Conversation(town.home, burn)
        try await yes.answer("for ever.\r\nThis can't be undone. Do it? Type yes: ", "yes")
        let done = try await yes.end()
        #expect(try done.done().contains("burned     2.00 LEAF, for ever\noxa has    4.00 LEAF\n"), "\(done)")
    }

    @Test func `a receipt says what happened to whom, and whose it is when`() async throws {
        try await town.home.makeKeys("oya")
        let reward = try await town.signed("reward", "oya", "5", "--ticket", "OY-1", "--new", by: "issuer")
        #expect(reward["paid"] == "5.00 LEAF to oya for ticketResolved OY-1", "\(reward)")
        #expect(reward["matured"] == "at once: it can be spent" && reward["oya has"] == "5.00 LEAF", "\(reward)")
        #expect(reward["issuer has"] != nil, "\(reward)")
        let transfer = try await town.signed("transfer", "github:oz", "2", "--new", by: "oya")
        #expect(
            transfer["moved"] == "2.00 LEAF to github:oz" && transfer["github:oz has"] == "2.00 LEAF", "\(transfer)")
        #expect(transfer["oya has"] == "3.00 LEAF", "\(transfer)")
        try town.home.write(
            "receipt.csv",
            "to,amount,reason,reference\noya,1,ticketResolved,OY-2\noya,2,ticketResolved,OY-3\ngithub:oz,4,ticketResolved,OY-4\n"
        )
        let batch = try await town.signed("reward", "--csv", "receipt.csv", by: "issuer")
        #expect(
            try batch.done().contains(
                "paid        7.00 LEAF as 3 rewards to 2 accounts\n            3.00 LEAF to oya as 2\n"), "\(batch)")
    }
}

extension RuleTests {
    @Test func `a receipt says until when a reward can be taken back`() async throws {
        let reward = try await town.signed("reward", "github:re", "5", "--ticket", "RE-1", "--new", by: "issuer")
        #expect(reward["matures"]?.hasSuffix("; until then an arbiter may take it back") == true, "\(reward)")
        #expect(reward["github:re has"] == "0.00 LEAF, and 5.00 LEAF that is pending", "\(reward)")
        let revoke = try await town.home.laurel(
            ["revoke", "--ticket", "RE-1", "--reason", "x", "--key", "arbiter"] + town.home.signing,
            environment: ["LAUREL_NODE": town.node.url])
        #expect(revoke.status == 2, "\(revoke)")
        #expect(revoke.error.hasPrefix("This takes back 5.00 LEAF in 1 reward:\n  5.00 LEAF of laurel1"), "\(revoke)")
    }
}
