import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerStore
import LedgerTesting
import Testing

/// Pages of a node that commits meanwhile.
@Suite struct WalkTests {
    private func chain(window: Milliseconds = .zero) throws -> TestChain {
        try TestChain(window: window, start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
    }

    @Test(arguments: [LedgerClient.AccountOrder.balance, .earned, .index])
    func `a walk shows everybody once while whoever was shown last pays somebody`(
        order: LedgerClient.AccountOrder
    ) async throws {
        let chain = try chain()
        let people = (0..<40).map { TestKeys.key("walker \($0)") }
        try await withLiveNode(chain) { client, _ in
            for (index, person) in people.enumerated() {
                let amount = UInt128(1000 + index * 13 % 17)
                let reward = try chain.reward("T\(index)", amount, to: .key(person.publicKey), sequence: UInt64(index))
                _ = try await client.submit(reward)
            }
            let count = try await client.status().accounts
            var (shown, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await client.accounts(order, cursor: cursor, limit: 1)
                shown += page.accounts.map(\.account.id)
                cursor = page.next
                guard let payer = people.first(where: { AccountID.key($0.publicKey).description == shown.last }) else {
                    continue
                }
                let pay = Transfer(to: .key(chain.alice.publicKey), amount: Amount(500))
                _ = try await client.submit(try chain.sign(pay, by: payer, sequence: 0))
            } while cursor != nil
            // Alice is new; by index she stands at the end, by an amount the walk began before her.
            #expect(Set(shown).count == shown.count)
            #expect(shown.count == (order == .index ? count + 1 : count))
        }
    }

    @Test func `a walk whose order is gone, or never was, is refused by name`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, _ in
            _ = try await client.submit(try chain.reward("T1", sequence: 0))
            let page = try await client.accounts(.earned, limit: 1)
            let bob = try SecretKey()
            let all = Transfer(to: .key(bob.publicKey), amount: Amount(1000))
            _ = try await client.submit(try chain.sign(all, by: chain.alice, sequence: 0))
            let merge = Merge(into: .key(bob.publicKey))
            let transaction = Transaction(
                sender: .key(chain.alice.publicKey), sequence: 1, validUntil: .latest, action: Action(merge))
            _ = try await client.submit(
                try SignedTransaction(transaction, on: chain.genesis.chainID, keys: [chain.alice, bob]).encoded)
            let gone = try await problem { try await client.accounts(.earned, cursor: page.next, limit: 1) }
            #expect(gone?.status == 409 && gone?.rule == "orderGone")
            #expect(
                gone?.detail
                    == "since block 1, at which this walk began, more accounts have changed than can be put back into their order by earned, "
                    + "or one was merged; begin again without a cursor, or walk in order=index, which never changes")
            let other = try await problem { try await client.accounts(.index, cursor: page.next, limit: 1) }
            #expect(other?.rule == "badParameter" && other?.facts?["parameter"] == "cursor")
            let future = try await problem { try await client.accounts(.balance, cursor: "9-1-1-1") }
            #expect(future?.rule == "badParameter")
        }
    }

    @Test func `an account with many pending rewards tells the newest, their sum, and where the others are`()
        async throws
    {
        let chain = try chain(window: .hours(1))
        let alice = AccountID.key(chain.alice.publicKey)
        try await withLiveNode(chain) { client, _ in
            for number in 0..<3 {
                let credits = (0..<70).map {
                    Credit(
                        to: alice, amount: Amount(UInt128(100 + number * 70 + $0)), reason: .ticketResolved,
                        reference: Reference(unchecked: "T-\(number)-\($0)"))
                }
                _ = try await client.submit(
                    try chain.sign(Reward(credits), by: chain.issuer, sequence: UInt64(number)))
            }
            let view = try await client.account(alice)
            let amounts = (100..<310).map { "\($0)" }
            #expect(view.pendingCount == 210 && view.pending == "\((100..<310).reduce(0, +))")
            #expect(view.rewards.map(\.amount) == amounts.suffix(100))
            #expect(view.rewards.last?.reference == "T-2-69" && view.rewards.last?.credit == 69)
            var (older, next): ([PendingRewardView], String?) = ([], view.next)
            while let cursor = next {
                let page = try await client.pending(alice, before: cursor, limit: 33)
                #expect(page.pendingCount == 210 && page.rewards.count <= 33)
                older += page.rewards
                next = page.next
            }
            #expect(older.reversed().map(\.amount) + view.rewards.map(\.amount) == amounts)
            #expect(
                older.allSatisfy {
                    $0.maturesAtMs > 0 && $0.issuer.id == AccountID.key(chain.issuer.publicKey).description
                })
            let foreign = try await problem { try await client.pending(alice, before: "9999") }
            #expect(foreign?.rule == "badParameter")
            #expect(try await client.supply().pending == view.pending)
        }
    }

    @Test func `a page of rewards ends early where reading their transactions would cost too much, and goes on`()
        async throws
    {
        let chain = try TestChain(
            window: .hours(1), blockBytes: 16 << 20,
            start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        let alice = AccountID.key(chain.alice.publicKey)
        try await withLiveNode(chain) { client, _ in
            // Each of 119 KB, of which one credit is Alice's.
            let batch = try (0..<50).map { number in
                let credits = (0..<Reward.creditLimit).map { index in
                    let end = "\(number):\(index)"
                    return Credit(
                        to: index == 9 ? alice : .key(chain.issuer.publicKey), amount: Amount(10),
                        reason: .ticketResolved,
                        reference: Reference(unchecked: String(repeating: "r", count: 64 - end.count) + end))
                }
                return try chain.sign(Reward(credits), by: chain.issuer, sequence: UInt64(number))
            }
            let answer = try await client.submit(batch: batch)
            #expect(answer.results.allSatisfy { $0.receipt != nil }, "\(String(describing: answer.results.first))")
            let all = try await client.account(alice).pendingCount
            var (pending, next, pages): ([String], String?, Int) = ([], nil, 0)
            repeat {
                let page = try await client.pending(alice, before: next, limit: 1000)
                (pending, next, pages) = (pending + page.rewards.map(\.transaction), page.next, pages + 1)
            } while next != nil
            #expect(all == 50 && Set(pending).count == 50 && pages > 1)
            var (entries, before): ([UInt64], String?) = ([], nil)
            repeat {
                let page = try await client.history(alice, before: before, limit: 1000)
                #expect(page.entries.count < 50)
                (entries, before) = (entries + page.entries.map(\.number), page.next)
            } while before != nil
            #expect(Set(entries).count == 50 && entries.count == 50)
        }
    }

    @Test func `a receipt is told without the rest of its block`() async throws {
        let chain = try chain()
        try await withLiveNode(chain) { client, node in
            let batch = try (0..<50).map { try chain.reward("T\($0)", sequence: UInt64($0)) }
            let receipts = try await client.submit(batch: batch).results.compactMap(\.receipt)
            #expect(receipts.count == 50)
            let views = LedgerViews(node.store)
            for (place, receipt) in receipts.enumerated() {
                let id = try #require(Digest(hex: receipt.id))
                let again = try #require(try views.storedReceipt(id))
                #expect(try views.receipt(again).index == receipt.index)
                #expect(again.number == UInt64(place) && again.header.header.hash.hex == receipt.blockHash)
                let view = try #require(try views.transaction(id))
                #expect(view.index == receipt.index && view.timeMs == receipt.timeMs)
            }
            // With the rest of the block lost, the block can't be read any more; the receipt can.
            let lose =
                "import sqlite3, sys; d = sqlite3.connect(sys.argv[1], isolation_level=None); "
                + "d.execute('DELETE FROM transactions WHERE first > 0')"
            let outcome = try Child.run("python3", ["-c", lose, chain.directory + "/ledger.sqlite"])
            #expect(outcome.status == 0, "\(outcome)")
            #expect(throws: StoreError.self) { try views.block(receipts[0].height ?? 0) }
            let id = try #require(Digest(hex: receipts[0].id))
            let first = try #require(try views.storedReceipt(id))
            #expect(first.header.header.hash.hex == receipts[0].blockHash)
        }
    }
}
