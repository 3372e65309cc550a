import Ledger
import LedgerImport
import Testing

/// Reads `sourcecred/*/ledger.json` and `sourcecred/*/published.tsv`.
@Suite(.enabled(if: RealLedgers.folder != nil, RealLedgers.reason))
struct RealLedgerTests {
    @Test(arguments: [
        ("makerdao_demo_2020-09", 147, 23), ("metagov_2021-07", 74, 15), ("sourcecred_cred_2023-04", 5771, 2430),
    ])
    func `balances and earned totals equal what the community published, to the last decimal`(
        name: String, events: Int, accounts: Int
    ) throws {
        let ledger = try SourceCredLedger(try RealLedgers.read("\(name)/ledger.json"))
        #expect(ledger.events.count == events)
        let community = try Community(for: ledger)
        let report = try community.importing(ledger)
        #expect(report.found == 0)
        #expect(UInt64(report.transactions) == community.state.totals.transactions)

        let table = String(decoding: try RealLedgers.read("\(name)/published.tsv"), as: UTF8.self)
        let rows = table.split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(rows.count == accounts)
        var paid: UInt128 = 0
        for row in rows {
            let account = try community.account(String(row[0]))
            #expect(String(account.earned.units) == row[3], "earned of \(row[0])")
            if !row[4].isEmpty { #expect(String(account.balance.units) == row[4], "balance of \(row[0])") }
            #expect(account.mergedInto == nil)
            paid += account.earned.units
        }
        #expect(community.state.totals.minted.units == paid)
        let handles = community.state.accounts.count { $0.id.kind == .handle && $0.mergedInto == nil }
        #expect(handles == accounts)

        let replay = try community.replayed()
        #expect(replay.head == community.state.head)
        #expect(replay.stateRoot == community.state.stateRoot)

        let again = try community.importing(ledger)
        #expect(again.found == report.transactions)
        #expect(again.blocks == 0)
        #expect(community.state.head == replay.head)
    }
}
