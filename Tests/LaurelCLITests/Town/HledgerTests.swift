import Foundation
import Testing

/// hledger itself, which reads the journals that `laurel history --hledger` prints.
enum Hledger {
    static let path = ["/usr/bin/hledger", "/usr/local/bin/hledger"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static let missing: Comment = "hledger is not installed; scripts/test installs it"

    /// Has hledger check the journal of an account and compares what it holds balance and pending to be with the ledger's.
    static func expectAgreement(on account: String, in town: Town) async throws {
        let path = try #require(path)
        let journal = try await town.laurel("history", account, "--hledger").done()
        try await town.home.run(path, ["-f", "-", "check", "--strict"], input: journal).done()
        let view = try await town.laurel("balance", account)
        for (name, theirs) in [("balance", "assets:balance"), ("pending", "assets:pending")] {
            let summed = try await town.home.run(
                path, ["-f", "-", "balance", theirs, "--output-format", "csv"], input: journal)
            let total = try #require(try summed.done().split(separator: "\n").last?.split(separator: ",").last)
            let ours = try #require(view[name]?.split(separator: " ").prefix(2).joined(separator: " "), "\(view)")
            let expected = ours == "0.00 LEAF" ? "0" : ours
            #expect(total.filter { $0 != "\"" } == expected, "\(name) of \(account): \(summed)\n\(journal)")
        }
        // All that is there came in and did not go out: the last line of the one report is that of the other.
        var totals: [String] = []
        for report in ["balancesheet", "incomestatement"] {
            let shown = try await town.home.run(path, ["-f", "-", report, "--output-format", "csv"], input: journal)
                .done()
            let total = try #require(shown.split(separator: "\n").last?.split(separator: ",").last).filter {
                $0 != "\""
            }
            // Where nothing is left the one report has an empty cell and the other a zero.
            totals.append(total == "Net:" ? "0" : total)
        }
        #expect(totals[0] == totals[1], "\(account): \(journal)")
    }
}

extension TownTests {
    @Test(.enabled(if: Hledger.path != nil, Hledger.missing))
    func `hledger agrees with the balances of histories`() async throws {
        try await town.pay("cara", "100.25", ticket: "H-1")
        try await town.signed("reward", "cara", "7.10", "--proposal", "H-1", by: "issuer").done()
        try await town.pay("dirk", "3", ticket: "H-2")
        try await town.signed("transfer", "dirk", "12.34", by: "cara").done()
        try await town.signed("transfer", "cara", "0.50", by: "dirk").done()
        try await town.signed("burn", "5.01", by: "cara").done()
        for account in ["cara", "dirk"] { try await Hledger.expectAgreement(on: account, in: town) }
        try await town.signed("merge", "cara", by: "dirk", "cara").done()
        for account in ["cara", "dirk"] { try await Hledger.expectAgreement(on: account, in: town) }
    }
}

extension RuleTests {
    @Test(.enabled(if: Hledger.path != nil, Hledger.missing))
    func `hledger agrees with what is pending and what was revoked`() async throws {
        try await town.signed("reward", "github:hal", "5", "--ticket", "H-1", "--new", by: "issuer").done()
        let second = try await town.signed("reward", "github:hal", "7", "--ticket", "H-2", by: "issuer")
        let id = try #require(second["committed"])
        try await Hledger.expectAgreement(on: "github:hal", in: town)
        try await town.signed("revoke", id, "--reason", "a mistake", by: "arbiter").done()
        try await Hledger.expectAgreement(on: "github:hal", in: town)
    }
}
