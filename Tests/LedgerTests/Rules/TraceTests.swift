import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// What the tables of rules look at to see that a rejection leaves no trace.
@Suite struct TraceTests {
    @Test func `every kind of change leaves a trace, and none is the same as another's`() throws {
        var table = RuleTable()
        let (community, issuer) = (table.community, table.community.issuer)
        try table.pay(table.aliceID, 500, "T-0")
        let paid = try table.chain.send(Reward([table.credit(table.bobID, 50, "T-1")]), keys: [issuer])
        let two = Array(community.council.prefix(2))
        try table.chain.send(Reveal(policy: community.councilPolicy), from: community.authority, keys: two)
        try table.chain.close()
        let before = RuleTable.trace(table.chain.state)
        #expect(RuleTable.trace(table.chain.state) == before, "looking leaves no trace")
        let policy = community.genesis.policy
        let terms = try #require(policy.terms(of: .key(issuer.publicKey)))
        let note = try #require(Note("not so"))
        let handle = try #require(Handle("github:alice"))
        let changes: [(String, (inout TestChain) throws -> Void)] = [
            ("account", { try $0.send(Register(account: table.strangerID), keys: [community.registrar]) }),
            ("balance", { try $0.send(Samples.spending(10), keys: [table.alice]) }),
            ("pending", { try $0.send(Reward([table.credit(table.bobID, 50, "T-2")]), keys: [issuer]) }),
            (
                "revoked",
                {
                    try $0.send(
                        Revoke(.credits(transaction: paid, indices: [0]), reason: note), keys: [community.arbiter])
                }
            ),
            (
                "binding",
                {
                    try $0.send(
                        Bind(handle: handle, key: table.bob.publicKey), keys: [community.registrar, table.bob])
                }
            ),
            (
                "policy of the next block",
                {
                    try $0.send(
                        SetIssuer(account: table.bobID, terms: terms), from: community.authority, keys: two)
                }
            ),
            ("time", { $0.advance(by: Milliseconds(1)) }),
        ]
        var traces: Set<String> = [before]
        for (name, change) in changes {
            var chain = table.chain
            do { try change(&chain) } catch let rejection as Rejection {
                Issue.record("\(name): \(rejection)")
                continue
            }
            #expect(traces.insert(RuleTable.trace(chain.state)).inserted, "\(name)")
        }
        #expect(RuleTable.trace(table.chain.state) == before, "a copy goes its own way")
    }
}
