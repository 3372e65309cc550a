import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct AccountRuleTests {
    @Test func `a transfer's rules are tried in their order`() throws {
        var table = RuleTable()
        try table.pay(table.aliceID, 500, "t1")
        try table.pay(table.bobID, 500, "t2")
        try table.pay(table.strangerID, 500, "t3")
        _ = try table.refusal(of: Merge(into: table.bobID), keys: [table.alice, table.bob])
        func transfer(_ to: AccountID, _ amount: UInt128) throws -> Rejection? {
            try table.refusal(of: Transfer(to: to, amount: Amount(amount)), keys: [table.stranger])
        }
        #expect(
            try transfer(table.aliceID, 9) == .belowSmallest(credit: nil, amount: Amount(9), smallest: Amount(10)))
        #expect(
            try transfer(table.aliceID, 501) == .recipientClosed(credit: nil, table.aliceID, mergedInto: table.bobID))
        #expect(
            try transfer(table.bobID, 501) == .insufficientBalance(amount: Amount(501), balance: Amount(500)))
        #expect(try transfer(table.bobID, 500) == nil)
        #expect(
            try table.refusal(of: Samples.spending(1), keys: [table.stranger])
                == .insufficientBalance(amount: Amount(1), balance: .zero))
    }

    @Test func `registrars register and bind, each account once`() throws {
        var table = RuleTable()
        let registrar = table.community.registrar
        let handle = try #require(Handle("github:alice"))
        try table.pay(table.aliceID, 50, "t")
        #expect(
            try table.refusal(of: Register(account: table.aliceID), keys: [table.alice])
                == .notARegistrar(table.aliceID))
        #expect(
            try table.refusal(of: Register(account: table.aliceID), keys: [registrar])
                == .accountExists(table.aliceID))
        #expect(try table.refusal(of: Register(account: table.bobID), keys: [registrar]) == nil)
        let bind = Bind(handle: handle, key: table.bob.publicKey)
        #expect(try table.refusal(of: bind, keys: [registrar]) == .unauthorised(.tooFew(got: 0, threshold: 1)))
        #expect(
            try table.refusal(of: bind, keys: [table.alice, table.bob]) == .notARegistrar(table.aliceID))
        #expect(try table.refusal(of: bind, keys: [registrar, table.bob]) == nil)
        #expect(try table.refusal(of: bind, keys: [registrar, table.bob]) == .alreadyBound(handle))
    }

    @Test func `a handle's key signs once the delay is over`() throws {
        var table = RuleTable()
        let handle = try #require(Handle("github:alice"))
        let account = AccountID.handle(handle)
        try table.pay(account, 100, "t")
        let spend = Transfer(to: table.bobID, amount: Amount(40))
        #expect(
            try table.refusal(of: spend, from: account, keys: [table.alice]) == .unauthorised(.nobody(account)))
        try table.chain.send(
            Bind(handle: handle, key: table.alice.publicKey), keys: [table.community.registrar, table.alice])
        #expect(
            try table.refusal(of: spend, from: account, keys: [table.alice]) == .unauthorised(.nobody(account)))
        try table.chain.close()
        table.chain.advance(by: .hours(2))
        #expect(try table.refusal(of: spend, from: account, keys: [table.alice]) == nil)
    }

    @Test func `a threshold account reveals its policy once and then signs with k of its keys`() throws {
        var table = RuleTable()
        let community = table.community
        let other = Authenticator(table.alice.publicKey)
        #expect(
            try table.refusal(of: Reveal(policy: other), from: community.authority, keys: [table.alice])
                == .policyMismatch(community.authority, got: .threshold(other)))
        let setPolicy = SetPolicy(policy: community.genesis.policy)
        let two = Array(community.council.prefix(2))
        #expect(
            try table.refusal(of: setPolicy, from: community.authority, keys: two)
                == .unauthorised(.nobody(community.authority)))
        let reveal = Reveal(policy: community.councilPolicy)
        #expect(
            try table.refusal(of: reveal, from: community.authority, keys: [community.council[0]])
                == .unauthorised(.tooFew(got: 1, threshold: 2)))
        let spare = try #require(community.councilPolicy.keys.first)
        #expect(
            try table.refusal(of: reveal, from: community.authority, keys: community.council)
                == .unauthorised(.toSpare(spare)))
        #expect(try table.refusal(of: reveal, from: community.authority, keys: two) == nil)
        #expect(
            try table.refusal(of: reveal, from: community.authority, keys: two)
                == .alreadyRevealed(community.authority))
        #expect(try table.refusal(of: setPolicy, from: community.authority, keys: two) == nil)
    }

    @Test func `after a rotation the new key signs and the old one does not`() throws {
        var table = RuleTable()
        try table.pay(table.aliceID, 100, "t")
        let rotate = Rotate(to: Authenticator(table.bob.publicKey))
        #expect(
            try table.refusal(of: rotate, keys: [table.alice]) == .unauthorised(.tooFew(got: 0, threshold: 1)))
        #expect(try table.refusal(of: rotate, keys: [table.alice, table.bob]) == nil)
        let burn = Samples.spending(5)
        #expect(
            try table.refusal(of: burn, keys: [table.alice]) == .unauthorised(.tooFew(got: 0, threshold: 1)))
        #expect(try table.refusal(of: burn, from: table.aliceID, keys: [table.bob]) == nil)
    }

    @Test func `a rotation from one of two keys to both of them needs both and no more`() throws {
        var table = RuleTable()
        try table.pay(table.aliceID, 100, "t")
        let either = try #require(Authenticator(threshold: 1, keys: [table.alice.publicKey, table.bob.publicKey]))
        let both = try #require(Authenticator(threshold: 2, keys: either.keys))
        try table.chain.send(Rotate(to: either), keys: [table.alice])
        #expect(
            try table.refusal(of: Rotate(to: both), from: table.aliceID, keys: [table.bob])
                == .unauthorised(.tooFew(got: 1, threshold: 2)))
        #expect(try table.refusal(of: Rotate(to: both), from: table.aliceID, keys: [table.alice, table.bob]) == nil)
    }

    @Test func `a merge's rules are tried in their order, and it moves balance and earned`() throws {
        var table = RuleTable()
        try table.pay(table.aliceID, 100, "t1")
        try table.pay(table.bobID, 200, "t2")
        let into = Merge(into: table.bobID)
        #expect(
            try table.refusal(of: Merge(into: table.strangerID), keys: [table.alice, table.stranger])
                == .unauthorised(.nobody(table.strangerID)))
        #expect(try table.refusal(of: into, keys: [table.alice]) == .unauthorised(.tooFew(got: 0, threshold: 1)))
        try table.chain.send(Reward([table.credit(table.aliceID, 30, "t3")]), keys: [table.community.issuer])
        #expect(
            try table.refusal(of: into, keys: [table.alice, table.bob]) == .rewardsPending(table.aliceID, count: 1))
        try table.chain.close()
        table.chain.advance(by: .hours(1))
        #expect(try table.refusal(of: into, keys: [table.alice, table.bob]) == nil)
        #expect(table.chain.state.account(table.bobID)?.balance == Amount(330))
        #expect(table.chain.state.account(table.bobID)?.earned == Amount(330))
        #expect(table.chain.state.account(table.aliceID)?.balance == .zero)
        try table.pay(table.strangerID, 50, "t4")
        #expect(
            try table.refusal(of: Merge(into: table.aliceID), keys: [table.stranger, table.alice])
                == .recipientClosed(credit: nil, table.aliceID, mergedInto: table.bobID))
    }

    @Test func `issuers are changed by the authority, effective with the next block`() throws {
        var table = RuleTable()
        let community = table.community
        let two = Array(community.council.prefix(2))
        try table.chain.send(Reveal(policy: community.councilPolicy), from: community.authority, keys: two)
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(50), budgetPerEpoch: Amount(50))
        let add = SetIssuer(account: table.aliceID, terms: terms)
        #expect(
            try table.refusal(of: add, keys: [community.issuer])
                == .notTheAuthority(.key(community.issuer.publicKey), authority: community.authority))
        #expect(
            try table.refusal(
                of: SetIssuer(account: table.aliceID, terms: nil), from: community.authority, keys: two)
                == .unknownIssuer(table.aliceID))
        #expect(try table.refusal(of: add, from: community.authority, keys: two) == nil)
        let reward = Reward([table.credit(table.bobID, 20, "t")])
        #expect(try table.refusal(of: reward, keys: [table.alice]) == .notAnIssuer(table.aliceID))
        try table.chain.close()
        #expect(try table.refusal(of: reward, keys: [table.alice]) == nil)
    }

    @Test func `a 257th issuer is refused`() throws {
        let base = TestCommunity()
        let policy = base.genesis.policy
        let terms = policy.issuers[0].terms
        let issuers = (0..<256).map { Issuer(account: .key(TestKeys.key("issuer \($0)").publicKey), terms: terms) }
        var table = RuleTable(base)
        let two = Array(base.council.prefix(2))
        try table.chain.send(Reveal(policy: base.councilPolicy), from: base.authority, keys: two)
        let full = Policy(
            authority: policy.authority, producers: policy.producers, issuers: issuers, arbiters: [], registrars: [],
            challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1), allowance: 9, issuerAllowance: 9)
        try table.chain.send(SetPolicy(policy: full), from: base.authority, keys: two)
        let add = SetIssuer(account: table.aliceID, terms: terms)
        #expect(try table.refusal(of: add, from: base.authority, keys: two) == .tooManyIssuers(limit: 256))
        let replace = SetIssuer(account: issuers[7].account, terms: terms)
        #expect(try table.refusal(of: replace, from: base.authority, keys: two) == nil)
    }
}
