import Ledger
import LedgerImport
import Testing

/// Kinds of events that SourceCred got in its last years.
struct LaterKindTests {
    private static let quiet = [
        #"{"type":"SET_EXTERNAL_CURRENCY","currency":{"type":"EVM","chainId":"1","tokenAddress":"0x01"}}"#,
        #"{"type":"REMOVE_EXTERNAL_CURRENCY"}"#, #"{"type":"ENABLE_GRAIN_INTEGRATION"}"#,
        #"{"type":"MARK_DISTRIBUTION_EXECUTED","id":"d"}"#, #"{"type":"DISABLE_GRAIN_INTEGRATION"}"#,
        #"{"type":"ENABLE_ACCOUNTING"}"#,
        #"{"type":"SET_PAYOUT_ADDRESS","id":"alice","payoutAddress":null,"currency":{"type":"EVM","chainId":"1"}}"#,
        #"{"type":"CHANGE_IDENTITY_TYPE","identityId":"alice","newType":"BOT"}"#,
    ]

    @Test func `those that move nothing are attested and told by their names`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.distribute([("alice", "100")])
        for action in Self.quiet { lines.add(action) }
        let ledger = try lines.ledger()
        let community = try Community(for: ledger)
        let report = try community.importing(ledger)
        #expect(
            report.quiet == [
                "TOGGLE_ACTIVATION": 1, "SET_EXTERNAL_CURRENCY": 1, "REMOVE_EXTERNAL_CURRENCY": 1,
                "ENABLE_GRAIN_INTEGRATION": 1, "MARK_DISTRIBUTION_EXECUTED": 1, "DISABLE_GRAIN_INTEGRATION": 1,
                "ENABLE_ACCOUNTING": 1, "SET_PAYOUT_ADDRESS": 1, "CHANGE_IDENTITY_TYPE": 1,
            ])
        #expect((report.attestations, report.burns) == (10, 0))
        #expect(try community.balance("alice") == 100)
    }

    @Test func `where accounting is disabled balances are zero and earnings stay, until it is enabled again`() throws {
        var lines = Lines()
        lines.create("alice")
        lines.create("bob")
        lines.create("carol")
        lines.distribute([("alice", "100"), ("bob", "50")])
        lines.transfer("alice", "bob", "30")
        lines.merge("carol", into: "bob")
        lines.add(Self.quiet[0])
        lines.add(#"{"type":"DISABLE_ACCOUNTING"}"#)
        var part = lines
        lines.distribute([("bob", "7"), ("carol", "1"), ("alice", "0")])
        lines.add(#"{"type":"ENABLE_ACCOUNTING"}"#)
        lines.distribute([("bob", "1000")])
        let ledger = try lines.ledger()
        let community = try Community(for: ledger)
        let report = try community.importing(ledger)
        #expect(report.burns == 3)
        #expect(try (community.balance("alice"), community.earned("alice")) == (0, 100))
        #expect(try (community.balance("bob"), community.earned("bob")) == (1000, 1058))
        #expect(community.state.totals.burned == Amount(158))
        #expect(try community.importing(ledger).transactions == 0)
        #expect(try community.replayed().head == community.state.head)

        let resumed = try Community(for: try part.ledger())
        let first = try resumed.importing(try part.ledger())
        #expect(first.transactions + (try resumed.importing(ledger).transactions) == report.transactions)
        #expect(try (resumed.balance("bob"), resumed.earned("bob")) == (1000, 1058))

        part.transfer("alice", "bob", "1")
        let fault = #expect(throws: SourceCredFault.self) {
            try SourceCredImport(try part.ledger(), keys: community.keys)
        }
        #expect(
            fault?.description
                == "event 12 (event-12): grain is transferred while accounting is disabled, when nobody has a balance")
    }
}
