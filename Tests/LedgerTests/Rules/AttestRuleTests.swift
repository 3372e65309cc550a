import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct AttestRuleTests {
    private let attest = Attest(topic: Reference(unchecked: "minutes/2026-11"), hash: .number(7))

    @Test
    func `an attestation changes the sender's sequence and allowance, the count of transactions, and nothing else`()
        throws
    {
        var table = RuleTable()
        try table.pay(table.aliceID, 500, "t1")
        let before = table.chain.state.snapshot
        #expect(try table.refusal(of: attest, keys: [table.alice]) == nil)
        let after = table.chain.state.snapshot
        let index = try #require(before.accounts.firstIndex { $0.id == table.aliceID })
        let (old, new) = (before.accounts[index], after.accounts[index])
        #expect((new.sequence, new.used(inEpoch: new.epoch)) == (old.sequence + 1, old.used(inEpoch: new.epoch) + 1))
        #expect((new.balance, new.earned, new.pending) == (old.balance, old.earned, old.pending))
        #expect(new.authority == old.authority && new.mergedInto == nil)
        for other in before.accounts.indices where other != index {
            #expect(after.accounts[other] == before.accounts[other])
        }
        #expect(after.accounts.count == before.accounts.count)
        #expect(after.totals.transactions == before.totals.transactions + 1)
        #expect(after.totals.supply == before.totals.supply && after.totals.burned == before.totals.burned)
        #expect(after.references == before.references)
        #expect(after.policy == before.policy)
    }

    @Test func `a topic may be attested again, and the general rules hold as for any action`() throws {
        var table = RuleTable(TestCommunity(allowance: 2))
        #expect(try table.refusal(of: attest, keys: [table.stranger]) == .unknownSender(table.strangerID))
        try table.pay(table.aliceID, 500, "t1")
        #expect(
            try table.refusal(of: attest, from: table.aliceID, keys: [table.bob])
                == .unauthorised(.tooFew(got: 0, threshold: 1)))
        for _ in 0..<2 { #expect(try table.refusal(of: attest, keys: [table.alice]) == nil) }
        let renewal = table.community.genesis.time.adding(TestCommunity.day)
        #expect(
            try table.refusal(of: attest, keys: [table.alice]) == .allowanceUsed(allowance: 2, renewsAt: renewal))
    }

    @Test(arguments: [11, 127])
    func `a tag that no action has is malformed`(tag: UInt8) throws {
        var bytes = Action(attest).encoded
        #expect(bytes[0] == 12)
        bytes[0] = tag
        let fault = #expect(throws: DecodingFault.self) { try Action(decoding: bytes) }
        let last = try #require(Action.kinds.map { $0.tag }.max())
        #expect(fault?.description == "byte 0: expected the tag of an action, 0…\(last) without 11, got \(tag)")
    }
}
