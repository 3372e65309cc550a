import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct RewardRuleTests {
    /// In order of precedence: each case also breaks what comes after it, in a later credit or an earlier one.
    @Test func `a reward's rules are tried in their order, each for all credits`() throws {
        var table = RuleTable(TestCommunity(cap: 1000, budget: 3000, supplyCap: 2500))
        try table.pay(table.aliceID, 500, "paid")
        try table.pay(table.bobID, 500, "t2")
        try table.pay(table.strangerID, 10, "t3")
        _ = try table.refusal(of: Merge(into: table.bobID), keys: [table.alice, table.bob])
        let issuer = table.community.issuer
        let docs = Reason.other(Category(unchecked: "docs"))
        let paid = table.credit(table.bobID, 5000, "paid")
        let closed = table.credit(table.aliceID, 5000, "paid")
        let small = table.credit(table.aliceID, 9, "paid")
        let foreign = table.credit(table.aliceID, 9, "paid", docs)
        let large = table.credit(table.bobID, UInt128.max, "large")
        func refusal(_ credits: [Credit], by key: SecretKey) throws -> Rejection? {
            try table.refusal(of: Reward(credits), keys: [key])
        }

        #expect(
            try refusal([large, paid, closed, small, foreign], by: table.stranger) == .notAnIssuer(table.strangerID))
        #expect(
            try refusal([large, paid, closed, small, foreign], by: issuer)
                == .outOfScope(credit: 4, reason: docs, scope: [.ticketResolved, .proposalAccepted]))
        #expect(
            try refusal([large, paid, closed, small], by: issuer)
                == .belowSmallest(credit: 3, amount: Amount(9), smallest: Amount(10)))
        #expect(
            try refusal([large, paid, closed], by: issuer)
                == .recipientClosed(credit: 2, table.aliceID, mergedInto: table.bobID))
        #expect(
            try refusal([large, paid], by: issuer)
                == .referencePaid(credit: 1, .ticketResolved, Reference(unchecked: "paid"), transaction: 0))
        let parts = [table.credit(table.bobID, 600, "x"), table.credit(table.strangerID, 401, "x")]
        #expect(
            try refusal(parts, by: issuer)
                == .overCap(credit: 1, Reference(unchecked: "x"), sum: Amount(1001), cap: Amount(1000)))
        let many = (0..<3).map { table.credit(table.bobID, 1000, "m\($0)") }
        let renewal = table.community.genesis.time.adding(TestCommunity.day)
        #expect(
            try refusal(many, by: issuer) == .overBudget(sum: Amount(3000), left: Amount(1990), renewsAt: renewal))
        let few = [table.credit(table.bobID, 1000, "m1"), table.credit(table.bobID, 600, "m2")]
        #expect(try refusal(few, by: issuer) == .overSupplyCap(sum: Amount(1600), left: Amount(1490)))
        #expect(try refusal([table.credit(table.bobID, 1000, "m1")], by: issuer) == nil)
    }

    @Test func `amounts that can't be summed are an overflow`() throws {
        let community = TestCommunity(cap: .max, budget: .max, supplyCap: .max)
        var table = RuleTable(community)
        let credits = [table.credit(table.aliceID, .max, "a"), table.credit(table.bobID, 10, "b")]
        #expect(try table.refusal(of: Reward(credits), keys: [community.issuer]) == .overflow)
        let same = [table.credit(table.aliceID, .max, "a"), table.credit(table.bobID, 10, "a")]
        #expect(
            try table.refusal(of: Reward(same), keys: [community.issuer])
                == .overCap(credit: 1, Reference(unchecked: "a"), sum: nil, cap: Amount(.max)))
        #expect(try table.refusal(of: Reward([credits[0]]), keys: [community.issuer]) == nil)
        #expect(try table.refusal(of: Reward([credits[1]]), keys: [community.issuer]) == .overflow)
    }

    @Test func `a reward is pending for the window and then its recipient's`() throws {
        var table = RuleTable()
        try table.chain.send(Reward([table.credit(table.aliceID, 50, "t")]), keys: [table.community.issuer])
        try table.chain.close()
        #expect(table.chain.state.account(table.aliceID)?.balance == .zero)
        #expect(table.chain.state.account(table.aliceID)?.pending == 1)
        table.chain.advance(by: Milliseconds(3_599_999))
        #expect(table.chain.state.account(table.aliceID)?.balance == .zero)
        table.chain.advance(by: Milliseconds(1))
        #expect(table.chain.state.account(table.aliceID)?.balance == Amount(50))
        #expect(table.chain.state.account(table.aliceID)?.earned == Amount(50))
        #expect(table.chain.state.account(table.aliceID)?.pending == 0)
    }

    @Test func `without a window a reward is its recipient's at once`() throws {
        var table = RuleTable(TestCommunity(window: .zero))
        try table.chain.send(Reward([table.credit(table.aliceID, 50, "t")]), keys: [table.community.issuer])
        #expect(table.chain.state.account(table.aliceID)?.balance == Amount(50))
        #expect(table.chain.state.totals.settled == 1)
    }

    @Test func `a budget renews with the epoch`() throws {
        var table = RuleTable(TestCommunity(budget: 1000))
        try table.pay(table.aliceID, 1000, "a")
        let more = Reward([table.credit(table.aliceID, 10, "b")])
        #expect(try table.refusal(of: more, keys: [table.community.issuer])?.name == "overBudget")
        table.chain.advance(by: TestCommunity.day)
        #expect(try table.refusal(of: more, keys: [table.community.issuer]) == nil)
    }
}
