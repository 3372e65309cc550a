import Foundation
import LedgerTesting
import Testing

/// `laurel import sourcecred`, on a ledger of a few lines.
@Suite struct SourceCredTests {
    let home: Home

    init() throws { home = try Home() }

    private func ledger(_ actions: [String]) -> String {
        actions.enumerated().map { index, action in
            #"{"action":{"type":\#(action)},"ledgerTimestamp":\#(1_600_000_000_000 + index),"#
                + #""uuid":"event-\#(index)","version":"1"}"# + "\n"
        }.joined()
    }

    private static let events = [
        #""CREATE_IDENTITY","identity":{"id":"ann","name":"ann","aliases":[]}"#,
        #""TOGGLE_ACTIVATION","identityId":"ann""#,
        #""DISTRIBUTE_GRAIN","distribution":{"allocations":[{"receipts":[{"id":"ann","amount":"2500"}]}]}"#,
    ]
    private static let later =
        #""DISTRIBUTE_GRAIN","distribution":{"allocations":[{"receipts":[{"id":"ann","amount":"1"},{"id":"ann","amount":"0"}]}]}"#

    private func take() async throws -> Outcome {
        try await home.laurel(["import", "sourcecred", "ledger.json", "--out", "past", "--light"] + home.signing)
    }

    @Test func `a ledger becomes a chain that holds, and grows by what is new`() async throws {
        try home.write("ledger.json", ledger(Self.events))
        let first = try await take()
        #expect(first["appended"]?.hasPrefix("2 transactions") == true, "\(first)")
        #expect(first["supply"] == "0.000000000000002500 GRAIN")
        #expect(
            try home.keyNames() == "sourcecred-custodian, sourcecred-issuer, sourcecred-producer, sourcecred-registrar")
        let again = try await take()
        #expect(again["appended"] == "0 transactions in 0 blocks", "\(again)")
        #expect(again["head"] == first["head"])
        try home.write("ledger.json", ledger(Self.events + [Self.later]))
        let more = try await take()
        #expect(more["appended"] == "1 transactions in 1 blocks", "\(more)")
        #expect(more.output.hasSuffix("  event 4: 0.000000000000000000 to ann was not sent: zeroAmount\n"), "\(more)")
        let balance = try await home.laurel(["balance", "sourcecred:ann", "--data", "past"])
        #expect(balance["balance"] == "0.000000000000002501 GRAIN", "\(balance)")
        #expect(try await home.laurel(["audit", "past"]).done().contains("\nIt holds: sound to height "))
    }

    @Test func `a ledger whose past was rewritten is refused and nothing changes`() async throws {
        try home.write("ledger.json", ledger(Self.events))
        let head = try #require(try await take()["head"])
        let rewritten = ledger(Self.events + [Self.later]).split(separator: "2500").joined(separator: "2600")
        try home.write("ledger.json", rewritten)
        let refused = try await take()
        #expect(refused.status == 1, "\(refused)")
        #expect(
            refused.error.hasPrefix(
                "ledger.json: history was rewritten: at event 3 (event-2) the ledger's running hash "),
            "\(refused)")
        #expect(refused.error.hasSuffix("; nothing was changed\n"), "\(refused)")
        let status = try await home.laurel(["status", "--data", "past"])
        #expect(head == "block \(status["height"] ?? ""), \(status["head"] ?? "")")
    }

    @Test func `an import that signs blocks is bound by the guard of its producer's key`() async throws {
        try home.write("ledger.json", ledger(Self.events))
        try await take().done()
        try FileManager.default.copyItem(atPath: home.path("past"), toPath: home.path("kept"))
        try home.write("ledger.json", ledger(Self.events + [Self.later]))
        try await take().done()
        // The copy from before would get another block at the height of the one that was just signed.
        for (from, to) in [("past", "newest"), ("kept", "past")] {
            try FileManager.default.moveItem(atPath: home.path(from), toPath: home.path(to))
        }
        let old = try await take()
        #expect(old.status == 2 && old.error.contains("the data folder ends at block"), "\(old)")
        try FileManager.default.removeItem(atPath: home.path("state"))
        let missing = try await take()
        #expect(missing.status == 2 && missing.error.hasPrefix("there is no guard "), "\(missing)")
        try await home.laurel(
            ["import", "sourcecred", "ledger.json", "--out", "past", "--new-guard"] + home.signing
        ).done()
    }
}
