import Ledger
import LedgerAPI
import LedgerClient
import LedgerNode
import LedgerTesting
import Testing

@Suite struct PolicyViewTests {
    @Test func `the policy that a node tells is the policy, and one that is out of range is none`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        try await withLiveNode(chain) { client, _ in
            let view = try await client.policy()
            #expect(try Policy(view) == chain.genesis.policy)
            #expect(try JSON.decode(PolicyView.self, from: JSON.encode(view)) == view)
            var wrong = view
            wrong.values["challengeWindow"] = .duration(.days(91))
            let range = #expect(throws: PolicyViewFault.self) { try Policy(wrong) }
            #expect(
                range?.description
                    == "the node's policy is out of range: challengeWindow is 91d; allowed is 0ms…90d")
            wrong.values["challengeWindow"] = .amount("7")
            let kind = #expect(throws: PolicyViewFault.self) { try Policy(wrong) }
            #expect(kind?.description == "the node's policy can't be read at 'challengeWindow'")
        }
    }
}
