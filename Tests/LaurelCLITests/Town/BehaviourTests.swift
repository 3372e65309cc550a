import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// What scripts rely on: exit codes, one JSON document, whole outputs.
extension TownTests {
    private func fault(_ outcome: Outcome) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return try #require(json?["error"] as? [String: Any], "\(outcome)")
    }

    @Test func `with --json a failure is one document too, with the rule and its facts`() async throws {
        try await town.pay("bj", "3", ticket: "BJ-1")
        let poor = try await town.signed("burn", "5", "--json", by: "bj")
        let told = try fault(poor)
        #expect(poor.status == 1 && told["exitCode"] as? Int == 1, "\(poor)")
        #expect(told["rule"] as? String == "insufficientBalance" && told["code"] as? Int != nil, "\(poor)")
        #expect((told["facts"] as? [String: String])?.isEmpty == false, "\(poor)")
        let strange = try await town.laurel("balance", "github:none", "--json")
        #expect(try fault(strange)["message"] as? String == Self.strange("github:none"))
        let nowhere = try await town.laurel("status", "--json", "--node", "http://127.0.0.1:1")
        #expect(try fault(nowhere)["exitCode"] as? Int == 2)
        let wrong = try await town.laurel("history", "bj", "--limit", "0", "--json")
        #expect(wrong.status == 64)
        #expect(try fault(wrong)["exitCode"] as? Int == 64)
        #expect(try fault(wrong)["message"] as? String == "--limit is 0; allowed is 1 to 1000.")
    }

    @Test func `values for a spreadsheet are all that there are, and a page is told to be one`() async throws {
        let rows = (1...60).map { "github:bulk,1,ticketResolved,BU-\($0)" }
        try town.home.write("bulk.csv", "to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\n")
        try await town.signed("reward", "--csv", "bulk.csv", "--new", by: "issuer").done()
        let all = try await town.laurel("history", "github:bulk", "--csv").done().split(separator: "\n")
        #expect(all.count == 121, "60 were issued and have matured")
        let page = try await town.laurel("history", "github:bulk", "--csv", "--limit", "50")
        #expect(try page.done().split(separator: "\n").count == 51)
        #expect(page.error.hasPrefix("More: --before "), "\(page)")
    }

    @Test func `output that can't be written is told, and the exit code says so`() async throws {
        let full = try await town.home.run(
            "sh", ["-c", "\(NodeProcess.executable) history issuer --csv --data ledger > /dev/full"])
        full.expect(2, error: "the output could not be written: No space left on device")
    }

    @Test func `block 0 is the genesis, and a transaction is shown in major units`() async throws {
        let paid = try await town.signed("reward", "github:bz", "4.50", "--ticket", "BZ-1", "--new", by: "issuer")
        let id = try #require(paid["committed"], "\(paid)")
        let start = try await town.laurel("block", "0")
        #expect(start["height"] == "0, the genesis", "\(start)")
        #expect(start["hash"] == (try await town.laurel("status")["chain"]))
        #expect(try await town.laurel("block", "0", "--json").json()["height"] as? Int == 0)
        let shown = try await town.laurel("block", id).done()
        #expect(shown.contains("\n      amount: 4.50 LEAF (450 minor units)\n"), "\(shown)")
    }

    @Test func `an audit that can't be begun ends with 2, and a home that can't be written takes no verdict away`()
        async throws
    {
        try town.home.write("no.json", "{}")
        let unread = try await town.laurel("audit", "ledger", "--genesis", "no.json")
        #expect(unread.status == 2 && unread.error.hasPrefix("no.json is no genesis:"), "\(unread)")
        let homeless = try await town.home.laurel(
            ["audit", "ledger", "--genesis", "genesis.json"], environment: ["XDG_STATE_HOME": "/proc/none"])
        #expect(try homeless.done().contains("\nIt holds: sound to height "), "\(homeless)")
        #expect(
            homeless.error.hasPrefix("The head could not be remembered, so a chain that is cut off later"),
            "\(homeless)")
        let exported = try await town.laurel("export", "ledger", "b.laurel", "--json").json()
        #expect(exported["file"] as? String == "b.laurel" && (exported["blocks"] as? Int ?? 0) > 0)
    }
}
