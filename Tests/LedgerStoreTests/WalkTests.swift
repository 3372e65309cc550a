import Ledger
import LedgerCrypto
import LedgerStore
import LedgerTesting
import Testing

/// Walks over accounts and pending credits while the ledger goes on.
@Suite struct WalkTests {
    private static func people(_ count: Int, _ name: String = "person") -> [SecretKey] {
        (0..<count).map { TestKeys.key("\(name) \($0)") }
    }

    /// A ledger in which people have 100, 101 and so on, two and two the same, and who has most is nobody's neighbour.
    private func ledger(_ people: [SecretKey]) throws -> (TestChain, StoreFolder, LedgerStore) {
        var chain = TestChain()
        let credits = people.enumerated().map { ($1, UInt128(100 + $0 * 7 % people.count / 2)) }
        try chain.build(at: 1, [chain.reward("T-1", credits)])
        try chain.build(at: 70, [])
        let folder = try StoreFolder.holding(chain)
        return (chain, folder, try folder.open(.readWrite))
    }

    private func append(_ chain: inout TestChain, _ store: LedgerStore, _ transactions: [[UInt8]]) throws {
        try store.commit(try chain.build(at: 100 + chain.state.height, transactions))
    }

    @Test(arguments: [LedgerStore.AccountOrder.balance, .earned, .index], [1, 3, 10])
    func `a walk shows everybody once, though all that was shown and all that comes changes`(
        order: LedgerStore.AccountOrder, limit: Int
    ) throws {
        let people = Self.people(20)
        var (chain, folder, store) = try ledger(people)
        defer { withExtendedLifetime(folder) {} }
        let start = chain.state.copy()
        var (shown, cursor): ([(index: Int, record: AccountRecord)], AccountCursor?) = ([], nil)
        var round = 0
        repeat {
            let page = try store.accounts(orderedBy: order, limit: limit, after: cursor)
            shown += page.accounts
            cursor = page.next
            if order != .index { #expect(page.height == start.height) }
            // Whoever was shown last gives all to somebody, one who may come yet gives to the next, and a new one is paid.
            var transactions: [[UInt8]] = []
            // A walk by index comes to those who are new, so they must come to an end.
            if round < 5 { transactions.append(try chain.reward("N-\(round)", [(TestKeys.key("new \(round)"), 5000)])) }
            for giver in [shown[shown.count - 1].index, start.accounts.count - 1 - round % start.accounts.count] {
                guard let key = people.first(where: { TestChain.account($0) == chain.state.accounts[giver].id }),
                    let balance = chain.state.account(TestChain.account(key))?.balance, balance > .zero,
                    !transactions.contains(where: { $0.starts(with: TestChain.account(key).encoded) })
                else { continue }
                let to = TestChain.account(people[(round * 3 + 1) % people.count])
                guard to != TestChain.account(key) else { continue }
                transactions.append(try chain.sign(Transfer(to: to, amount: balance), by: key))
            }
            try append(&chain, store, transactions)
            round += 1
        } while cursor != nil
        let known = shown.filter { $0.index < start.accounts.count }
        #expect(known.map(\.index).sorted() == Array(start.accounts.indices))
        #expect(Set(shown.map(\.index)).count == shown.count)
        guard order != .index else { return #expect(shown.map(\.index) == shown.map(\.index).sorted()) }
        #expect(shown.count == start.accounts.count)
        for (index, record) in shown {
            #expect(record.balance == start.accounts[index].balance, "\(index)")
            #expect(record.earned == start.accounts[index].earned, "\(index)")
            #expect(record.pending == start.accounts[index].pending, "\(index)")
        }
        let amount = order == .balance ? \AccountRecord.balance : \.earned
        for (one, next) in zip(shown, shown.dropFirst()) {
            let (left, right) = (one.record[keyPath: amount], next.record[keyPath: amount])
            #expect(left > right || left == right && one.index < next.index)
        }
    }

    @Test func `a walk by what was earned ends where an account was merged, which no posting tells`() throws {
        let people = Self.people(6)
        var (chain, folder, store) = try ledger(people)
        defer { withExtendedLifetime(folder) {} }
        let earned = try store.accounts(orderedBy: .earned, limit: 2)
        let balance = try store.accounts(orderedBy: .balance, limit: 2)
        // Without a balance, a merge leaves no posting.
        let record = chain.state.account(TestChain.account(people[0]))
        let all = try #require(record).balance
        try append(
            &chain, store, [try chain.sign(Transfer(to: TestChain.account(people[1]), amount: all), by: people[0])])
        try append(&chain, store, [try chain.sign(Merge(into: TestChain.account(people[2])), by: people[0], people[2])])
        #expect(throws: WalkFault.orderGone(height: 2)) {
            try store.accounts(orderedBy: .earned, limit: 2, after: earned.next)
        }
        #expect(try store.accounts(orderedBy: .balance, limit: 2, after: balance.next).accounts.count == 2)
    }

    @Test func `a walk says that it can't go on once too many accounts have changed or come`() throws {
        let people = Self.people(6)
        var (chain, folder, store) = try ledger(people)
        defer { withExtendedLifetime(folder) {} }
        let first = try store.accounts(orderedBy: .balance, limit: 2)
        for (reference, count) in [("N", 1000), ("O", 999)] {
            try append(
                &chain, store, [try chain.reward(reference, Self.people(count, "new \(reference)").map { ($0, 1) })])
        }
        #expect(try store.accounts(orderedBy: .balance, limit: 2, after: first.next).accounts.count == 2)
        try append(&chain, store, [try chain.reward("M", Self.people(2, "newer").map { ($0, 1) })])
        #expect(throws: WalkFault.orderGone(height: 2)) {
            try store.accounts(orderedBy: .balance, limit: 2, after: first.next)
        }
        let index = try #require(AccountCursor("2", of: .index))
        #expect(try store.accounts(orderedBy: .index, limit: 2, after: index).accounts.map(\.index) == [3, 4])
    }

    @Test func `a cursor is read back as it was written, and what is none is refused`() throws {
        let (_, folder, store) = try ledger(Self.people(6))
        defer { withExtendedLifetime(folder) {} }
        let next = try #require(try store.accounts(orderedBy: .balance, limit: 2).next)
        #expect(AccountCursor("\(next)", of: .balance) == next)
        let most = UInt128.max
        for text in ["", "-", "1-2-3", "1-2-3-4-5", "+1-2-3-4", "1-2-3-4294967296", "1-2-\(most)0-4", "1-2-3-", "1"] {
            #expect(AccountCursor(text, of: .balance) == nil, "\(text)")
        }
        #expect(AccountCursor("1-2-3-4", of: .index) == nil && AccountCursor("x", of: .index) == nil)
        for text in ["3-7-3-4", "2-8-3-4", "\(Int64.max)-0-0-0"] {
            let cursor = try #require(AccountCursor(text, of: .balance))
            #expect(throws: WalkFault.unknownCursor, "\(text)") {
                try store.accounts(orderedBy: .balance, limit: 2, after: cursor)
            }
        }
    }

    @Test func `pending credits come newest first in pages, without those that were revoked or have matured`() throws {
        var chain = TestChain()
        let (alice, bob) = (TestChain.alice, TestChain.bob)
        try chain.build(at: 1, [chain.reward("T-0", [(alice, 900), (bob, 900)])])
        let second = try chain.reward("T-1", (1...40).map { (alice, UInt128($0)) })
        try chain.build(at: 70, [second])
        try chain.build(at: 71, [chain.revoke(chain.id(second), [3, 39])])
        try chain.build(at: 72, [chain.sign(Transfer(to: TestChain.account(bob), amount: Amount(5)), by: alice)])
        try chain.build(at: 73, [chain.reward("T-2", [(bob, 7), (alice, 41)])])
        let folder = try StoreFolder.holding(chain)
        let store = try folder.open()
        let index = try #require(try store.account(TestChain.account(alice))).index
        let expected = [41] + (1...39).reversed().filter { $0 != 4 }.map { UInt128($0) }
        for limit in [1, 2, 38, 39, 40] {
            var (found, before): ([UInt128], Int64?) = ([], nil)
            repeat {
                let page = try #require(try store.pending(of: index, before: before, limit: limit))
                #expect(page.credits.count <= limit)
                found += page.credits.map(\.amount.units)
                before = page.next
            } while before != nil
            #expect(found == expected, "pages of \(limit)")
        }
    }

    @Test func `the sum of what is pending is at hand in a store that writes, and the same as added up`() throws {
        let chain = try TestChain.sample()
        let folder = StoreFolder()
        let store = try LedgerStore.create(at: folder.path, genesis: chain.genesis)
        for update in chain.updates {
            try store.commit(update)
            // Another store has nothing at hand.
            #expect(try store.pendingAmount() == folder.open().pendingAmount(), "\(update.header.header.height)")
        }
        #expect(try store.pendingAmount() > .zero)
        try folder.tamper("UPDATE accounts SET pending = 12345678 WHERE idx = 1")
        #expect(try store.pendingAmount() < folder.open().pendingAmount(), "it was not added up")
    }
}
