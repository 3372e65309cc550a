import Ledger
import LedgerCrypto
import LedgerStore
import Testing

/// Walks through all rewards, by the index that there is.
@Suite struct RewardWalkTests {
    let chain: TestChain
    let folder: StoreFolder
    let store: LedgerStore

    init() throws {
        chain = try TestChain.sample()
        folder = try StoreFolder.holding(chain)
        store = try folder.open()
    }

    /// Everything that a query covers, page by page.
    private func walk(_ query: RewardQuery, limit: Int) throws -> [IssuedCredit] {
        var (credits, place): ([IssuedCredit], RewardPlace?) = ([], nil)
        repeat {
            let page = try store.rewards(query, from: place, limit: limit)
            #expect(page.credits.count <= limit)
            credits += page.credits
            place = page.next
        } while place != nil
        return credits
    }

    private func words(_ credits: [IssuedCredit]) -> [String] {
        credits.map { "\($0.credit.reference) \($0.credit.amount)" }
    }

    private static let all = ["T-1 500", "T-1 300", "T-2 200", "T-3 50", "T-3 60", "T-3 5", "T-3 70", "T-4 9"]

    @Test(arguments: [1, 2, 3, 100])
    func `a walk shows each credit once, in order, with what became of it`(limit: Int) throws {
        let credits = try walk(RewardQuery(), limit: limit)
        #expect(words(credits) == Self.all)
        #expect(credits.map(\.height) == [1, 1, 2, 2, 4, 4, 5, 5])
        #expect(credits.map { $0.revokedBy != nil } == [false, false, false, true, true, true, false, true])
        // The window is a minute, and the last block 74 s after the start: what blocks 1 and 2 issued has matured.
        #expect(credits.map { $0.maturesAt != nil } == [false, false, false, false, true, true, true, true])
        #expect(credits[6].maturesAt == TestChain.start.adding(.seconds(131)))
        for credit in credits {
            let stored = try #require(try store.transaction(number: credit.place.transaction))
            #expect(stored.id == credit.transaction && stored.height == credit.height)
            #expect(credit.issuer == TestChain.account(TestChain.office))
            #expect(try credit.time == store.header(credit.height)?.header.time)
        }
    }

    @Test(arguments: [1, 100]) func `a walk shows only what was asked for`(limit: Int) throws {
        func expect(_ expected: [String], _ change: (inout RewardQuery) -> Void) throws {
            var query = RewardQuery()
            change(&query)
            #expect(words(try walk(query, limit: limit)) == expected)
        }
        try expect(["T-3 50", "T-3 60", "T-3 70"]) { $0.recipient = TestChain.account(TestChain.carol) }
        try expect(Self.all) { $0.issuer = TestChain.account(TestChain.office) }
        try expect([]) { $0.issuer = TestChain.account(TestChain.alice) }
        try expect(Self.all) { $0.reason = .ticketResolved }
        try expect([]) { $0.reason = .proposalAccepted }
        try expect(["T-2 200"]) { $0.reference = Reference("T-2") }
        try expect(["T-3 70"]) { $0.isPending = true }
        try expect([]) {
            $0.isPending = true
            $0.recipient = TestChain.account(TestChain.bob)
        }
        let start = TestChain.start
        try expect(["T-2 200", "T-3 50", "T-3 60", "T-3 5"]) {
            $0.from = start.adding(.seconds(2))
            $0.before = start.adding(.seconds(71))
        }
        try expect(["T-3 70", "T-4 9"]) { $0.from = Timestamp(milliseconds: start.milliseconds + 70_001) }
        try expect([]) { $0.from = start.adding(.seconds(75)) }
        try expect([]) { $0.before = start }
        try expect(Self.all) { ($0.from, $0.before) = (Timestamp(milliseconds: 0), .latest) }
        try expect([]) { ($0.from, $0.before) = (start.adding(.seconds(71)), start.adding(.seconds(2))) }
    }

    @Test func `nothing of a block above the last that is to be seen is shown`() throws {
        #expect(words(try store.rewards(RewardQuery(), upTo: 2, limit: 100).credits) == Array(Self.all.prefix(4)))
        #expect(try store.rewards(RewardQuery(), upTo: 0, limit: 100).credits.isEmpty)
        let beyond = RewardPlace(transaction: 1 << 60, credit: 0)
        let page = try store.rewards(RewardQuery(), from: beyond, limit: 100)
        #expect(page.credits.isEmpty && page.next == nil)
    }

    @Test func `all that ever paid a reference is found, and what was taken back by index`() throws {
        let digest = ReferenceDigest(.ticketResolved, Reference("T-3")!)
        let payers = try store.searchPayers(of: digest)
        #expect(payers.count == 3)
        #expect(try store.freedPayers(of: digest, limit: 10) == [payers[1], payers[0]])
        #expect(try store.freedPayers(of: digest, limit: 1) == [payers[1]])
        let paid = try payers.flatMap { try store.credits(of: $0, paying: digest) }
        #expect(words(paid) == ["T-3 50", "T-3 60", "T-3 5", "T-3 70"])
        #expect(try store.credits(of: payers[2], paying: digest, upTo: 4).isEmpty)
        #expect(try store.searchPayers(of: ReferenceDigest(.proposalAccepted, Reference("T-3")!)).isEmpty)
    }

    @Test func `a page ends once it has read a mebibyte, though it has found nothing, and the next goes on`() throws {
        var chain = TestChain(limit: Amount(1 << 40))
        let people = (0..<1024).map { AccountID.handle(Handle("github:nobody-\($0)")!) }
        for block in 0..<14 {
            let credits = people.enumerated().map { index, account in
                Credit(
                    to: account, amount: Amount(1), reason: .ticketResolved,
                    reference: Reference("a-long-reference-of-a-ticket-\(block)-\(index)")!)
            }
            try chain.build(at: UInt64(block + 1), [chain.sign(Reward(credits), by: TestChain.office)])
        }
        try chain.build(at: 20, [chain.reward("T-1", [(TestChain.alice, 7)])])
        let store = try StoreFolder.holding(chain)
        let opened = try store.open()
        var query = RewardQuery()
        query.recipient = TestChain.account(TestChain.alice)
        let first = try opened.rewards(query, limit: 10)
        let next = try #require(first.next)
        #expect(first.credits.isEmpty && next.transaction < 14 && next.transaction > 2)
        #expect(words(try opened.rewards(query, from: next, limit: 10).credits) == ["T-1 7"])
        query.isPending = true
        let pending = try opened.rewards(query, limit: 10)
        #expect(pending.credits.isEmpty && pending.next == next)
    }
}
