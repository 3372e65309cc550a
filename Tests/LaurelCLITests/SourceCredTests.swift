import Foundation
import Glibc
import LedgerKeys
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
        #expect(first["appended"] == "4 transactions in 2 blocks", "\(first)")
        #expect(first["attestations"] == "2")
        #expect(first["without payment"] == "1 TOGGLE_ACTIVATION")
        #expect(first["supply"] == "0.000000000000002500 GRAIN")
        #expect(
            try home.keyNames() == "sourcecred-custodian, sourcecred-issuer, sourcecred-producer, sourcecred-registrar")
        let again = try await take()
        #expect(again["appended"] == "0 transactions in 0 blocks", "\(again)")
        #expect(again["head"] == first["head"])
        try home.write("ledger.json", ledger(Self.events + [Self.later]))
        let more = try await take()
        #expect(more["appended"] == "1 transactions in 1 blocks", "\(more)")
        #expect(more["not sent"] == "1: 1 of amount zero", "\(more)")
        #expect(more.output.hasSuffix("\n--verbose lists what was not sent.\n"), "\(more)")
        let balance = try await home.laurel(["balance", "sourcecred:ann", "--data", "past"])
        #expect(balance["balance"] == "0.000000000000002501 GRAIN", "\(balance)")
        #expect(try await home.laurel(["audit", "past"]).done().contains("\nIt holds: sound to height "))
    }

    @Test func `an import goes on where an earlier one was interrupted, but not beside one that runs`() async throws {
        try home.write("ledger.json", ledger(Self.events))
        let building = home.path("past.building")
        try FileManager.default.createDirectory(atPath: building, withIntermediateDirectories: false)
        for name in ["lock", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-journal"] {
            try home.write("past.building/\(name)", "left")
        }
        let file = open(building, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #expect(flock(file, LOCK_EX) == 0)
        try await take().expect(
            1, error: "another import is making past.building at this moment; wait until it has ended")
        #expect(try home.read("past.building/ledger.sqlite") == "left")
        close(file)
        try home.write("past.building/mine.txt", "mine")
        try await take().expect(
            1,
            error:
                "past.building/mine.txt is none of a ledger's files, so this folder was not left by an import; nothing was removed. "
                + "Move the folder away, or choose another name")
        #expect(try home.read("past.building/ledger.sqlite") == "left")
        try FileManager.default.removeItem(atPath: home.path("past.building/mine.txt"))
        #expect(try await take()["appended"] == "4 transactions in 2 blocks")
        #expect(!FileManager.default.fileExists(atPath: building))
        #expect(try await home.laurel(["audit", "past"]).done().contains("\nIt holds: sound to height "))
    }

    @Test func `a refused import of a new chain leaves neither folder nor keys`() async throws {
        try home.write("ledger.json", ledger(Self.events + [Self.events[0]]))
        let refused = try await take()
        #expect(refused.status == 1 && refused.error.hasSuffix("; nothing was changed\n"), "\(refused)")
        for name in ["past", "past.building"] {
            #expect(!FileManager.default.fileExists(atPath: home.path(name)), "\(name)")
        }
        let names = try? FileManager.default.contentsOfDirectory(atPath: home.path("keys"))
        #expect((names ?? []).filter { $0.hasSuffix(".key") }.isEmpty)
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
                "ledger.json: history was rewritten at event 3 (DISTRIBUTE_GRAIN, event-2): the chain holds it with other "
                    + "contents, all before it are the same. The ledger's running hash is "),
            "\(refused)")
        #expect(refused.error.hasSuffix("; nothing was changed\n"), "\(refused)")
        let status = try await home.laurel(["status", "--data", "past"])
        #expect(head == "block \(status["height"] ?? ""), \(status["head"] ?? "")")
    }

    @Test func `payments of nothing are listed with names by --verbose and --json`() async throws {
        let create = #""CREATE_IDENTITY","identity":{"id":"x1","name":"Zoe","aliases":[]}"#
        let nothing =
            #""DISTRIBUTE_GRAIN","distribution":{"allocations":[{"receipts":[{"id":"x1","amount":"0"}]}]}"#
        try home.write("ledger.json", ledger([create, #""TOGGLE_ACTIVATION","identityId":"x1""#, nothing]))
        let importing = ["import", "sourcecred", "ledger.json", "--light"] + home.signing
        let verbose = try await home.laurel(importing + ["--out", "one", "--verbose"])
        #expect(
            verbose.output.hasSuffix("  event 3: 0.000000000000000000 to Zoe was not sent: the amount is zero\n"),
            "\(verbose)")
        let json = try await home.laurel(importing + ["--out", "two", "--json"]).json()
        #expect(json["events"] as? Int == 3)
        #expect(json["attestations"] as? Int == 3)
        let skipped = try #require((json["notSent"] as? [[String: Any]])?.first)
        #expect(skipped["toName"] as? String == "Zoe")
        #expect(skipped["reason"] as? String == "zeroAmount")
    }

    @Test func `a file that is no ledger makes no chain and is named`() async throws {
        for (text, error) in [
            ("", "there is no event in it; a ledger has at least one, and an empty one makes no chain"),
            (
                "<html></html>",
                "it is a web page, not a ledger; save the file itself (on GitHub: 'Raw'), data/ledger.json of the instance"
            ),
        ] {
            try home.write("ledger.json", text)
            try await take().expect(1, error: "ledger.json: \(error)")
            #expect(!FileManager.default.fileExists(atPath: home.path("past")))
        }
    }

    @Test func `four keys of one passphrase ask for it once`() async throws {
        try home.write("ledger.json", ledger(Self.events))
        try await take().done()
        try home.write("ledger.json", ledger(Self.events + [Self.later]))
        let talk = try Conversation(home, "import", "sourcecred", "ledger.json", "--out", "past")
        try await talk.answer(
            "Passphrase of sourcecred-issuer, sourcecred-registrar, sourcecred-custodian, sourcecred-producer: ",
            "correct horse")
        let outcome = try await talk.end()
        #expect(try outcome.done().contains("1 transactions in 1 blocks"))
        #expect(outcome.error.components(separatedBy: "Passphrase of").count == 2, "\(outcome)")
        // How far it has come is told on a terminal.
        #expect(outcome.error.contains("comparing the chain with the ledger: block 1 of 2"), "\(outcome)")
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
