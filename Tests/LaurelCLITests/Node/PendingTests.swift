import Foundation
import LedgerTesting
import Testing

/// Accounts with more pending rewards than an answer holds.
@Suite struct PendingTests {
    @Test func `balance shows the newest pending rewards and says where the others are`() async throws {
        let home = try Home()
        let town = try await Town(home, window: "1h")
        let lines = (1...130).map { "github:al,1,ticketResolved,P-\($0)" }
        try home.write("pay.csv", (["to,amount,reason,reference"] + lines).joined(separator: "\n") + "\n")
        try await town.signed("reward", "--csv", "pay.csv", "--new", by: "issuer").done()
        let references = { (outcome: Outcome) in
            try outcome.done().split(separator: "\n").filter { $0.contains("ticketResolved") }.map {
                String($0.split(separator: " ").first { $0.hasPrefix("P-") } ?? "")
            }
        }
        let some = try await town.laurel("balance", "github:al")
        #expect(try references(some) == (31...130).map { "P-\($0)" })
        #expect(some.error == "These are the newest 100 of 130 pending rewards; see the others with --all\n")
        #expect(some["pending"] == "130.00 LEAF in 130")
        for source in [["--node", town.node.url], ["--data", "ledger"]] {
            let all = try await home.laurel(["balance", "github:al", "--all"] + source)
            #expect(try references(all) == (1...130).map { "P-\($0)" }, "\(source)")
            #expect(all.error.isEmpty)
        }
        // A node whose pages never come to an end.
        let id = try await town.account("github:al")
        let node = try LyingNode(
            home, before: town.node,
            [.init(path: "/v1/accounts/\(id)/pending", truth: #""rewards":["#, lie: #""next":"999999","rewards":["#)])
        let endless = try await home.laurel(["balance", "github:al", "--all", "--node", node.url])
        #expect(endless.status == 2, "\(endless)")
        #expect(
            endless.error.contains(
                "the node's list of pending rewards can't be right: it sent the cursor '999999' after "),
            "\(endless)")
        #expect(await town.node.stop() == 0)
    }
}
