import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct RevokeRuleTests {
    private let reason = Note(unchecked: "paid by mistake")

    @Test func `the rules are tried in their order`() throws {
        var table = RuleTable()
        let (issuer, clerk, arbiter) = (table.community.issuer, table.community.clerk, table.community.arbiter)
        try table.pay(table.aliceID, 50, "old")
        let id = try table.chain.send(
            Reward([table.credit(table.aliceID, 50, "t"), table.credit(table.bobID, 60, "t")]), keys: [issuer])
        func revoke(_ id: Digest, _ indices: [UInt16]) -> Revoke {
            Revoke(.credits(transaction: id, indices: indices), reason: reason)
        }
        #expect(try table.refusal(of: revoke(.zero, [9]), keys: [clerk]) == .notPending(transaction: .zero))
        #expect(
            try table.refusal(of: revoke(id, [9]), keys: [clerk]) == .mayNotRevoke(.key(clerk.publicKey)))
        #expect(
            try table.refusal(of: revoke(id, [0, 2]), keys: [issuer]) == .creditNotPending(index: 2, transaction: id))
        #expect(try table.refusal(of: revoke(id, [0]), keys: [issuer]) == nil)
        #expect(
            try table.refusal(of: revoke(id, [0]), keys: [arbiter]) == .creditNotPending(index: 0, transaction: id))
        #expect(try table.refusal(of: revoke(id, [1]), keys: [arbiter]) == nil)
        #expect(try table.refusal(of: revoke(id, [1]), keys: [arbiter]) == .notPending(transaction: id))
    }

    @Test func `what matured can't be taken back`() throws {
        var table = RuleTable()
        let id = try table.chain.send(
            Reward([table.credit(table.aliceID, 50, "t")]), keys: [table.community.issuer])
        try table.chain.close()
        table.chain.advance(by: .hours(1))
        let revoke = Revoke(.credits(transaction: id, indices: [0]), reason: reason)
        #expect(try table.refusal(of: revoke, keys: [table.community.arbiter]) == .notPending(transaction: id))
    }

    @Test func `it returns the budget within the epoch, and frees the reference once no credit stands`() throws {
        var table = RuleTable(TestCommunity(budget: 1000))
        let issuer = table.community.issuer
        let account = AccountID.key(issuer.publicKey)
        let id = try table.chain.send(
            Reward([table.credit(table.aliceID, 400, "t"), table.credit(table.bobID, 600, "t")]), keys: [issuer])
        let place = table.chain.state.index(of: account)
        let index = try #require(place)
        #expect(table.chain.state.spent(by: index, inEpoch: 0) == Amount(1000))
        try table.chain.send(Revoke(.credits(transaction: id, indices: [0]), reason: reason), keys: [issuer])
        #expect(table.chain.state.spent(by: index, inEpoch: 0) == Amount(600))
        let again = Reward([table.credit(table.bobID, 100, "t")])
        #expect(try table.refusal(of: again, keys: [issuer])?.name == "referencePaid")
        try table.chain.send(Revoke(.credits(transaction: id, indices: [1]), reason: reason), keys: [issuer])
        #expect(table.chain.state.spent(by: index, inEpoch: 0) == .zero)
        #expect(try table.refusal(of: again, keys: [issuer]) == nil)
        #expect(table.chain.state.totals.revoked == Amount(1000))
    }

    @Test func `a later epoch gets nothing back`() throws {
        var table = RuleTable(TestCommunity(window: .days(2), budget: 1000))
        let issuer = table.community.issuer
        let id = try table.chain.send(Reward([table.credit(table.aliceID, 1000, "t")]), keys: [issuer])
        try table.chain.close()
        table.chain.advance(by: TestCommunity.day)
        try table.chain.send(Reward([table.credit(table.aliceID, 300, "u")]), keys: [issuer])
        try table.chain.send(Revoke(.credits(transaction: id, indices: [0]), reason: reason), keys: [issuer])
        let place = table.chain.state.index(of: .key(issuer.publicKey))
        let index = try #require(place)
        #expect(table.chain.state.spent(by: index, inEpoch: 1) == Amount(300))
    }

    @Test func `a binding is revoked by an arbiter until it takes effect`() throws {
        var table = RuleTable()
        let handle = try #require(Handle("github:alice"))
        let account = AccountID.handle(handle)
        let revoke = Revoke(.binding(account), reason: reason)
        let (registrar, arbiter) = (table.community.registrar, table.community.arbiter)
        #expect(try table.refusal(of: revoke, keys: [registrar]) == .mayNotRevoke(.key(registrar.publicKey)))
        #expect(try table.refusal(of: revoke, keys: [arbiter]) == .notBinding(account))
        let bind = Bind(handle: handle, key: table.alice.publicKey)
        try table.chain.send(bind, keys: [registrar, table.alice])
        #expect(try table.refusal(of: revoke, keys: [arbiter]) == nil)
        try table.chain.send(bind, keys: [registrar, table.alice])
        try table.chain.close()
        table.chain.advance(by: .hours(2))
        #expect(try table.refusal(of: revoke, keys: [arbiter]) == .notBinding(account))
    }
}
