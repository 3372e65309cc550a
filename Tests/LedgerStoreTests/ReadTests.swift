import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore
import Testing

@Suite struct ReadTests {
    let chain: TestChain
    let folder: StoreFolder
    let store: LedgerStore

    init() throws {
        chain = try TestChain.sample()
        folder = try StoreFolder.holding(chain)
        store = try folder.open()
    }

    @Test func `blocks come back byte for byte, one by one and as a stream`() throws {
        var source = try store.blocks()
        for (index, bytes) in chain.blocks.enumerated() {
            let height = UInt64(index) + 1
            #expect(try store.block(height) == bytes)
            #expect(try store.header(height) == chain.updates[index].header)
            #expect(try source.next() == bytes)
        }
        #expect(try source.next() == nil)
        #expect(try store.head() == chain.updates.last?.header)
    }

    @Test(arguments: [0, 9, 1 << 40, UInt64.max]) func `there is no block outside of the chain`(height: UInt64) throws {
        #expect(try store.block(height) == nil)
        #expect(try store.header(height) == nil)
    }

    @Test func `transactions are found by id and by number`() throws {
        for update in chain.updates {
            for (offset, transaction) in update.transactions.enumerated() {
                let number = update.firstTransaction + UInt64(offset)
                let found = try #require(try store.transaction(id: transaction.id))
                #expect(found.number == number)
                #expect(found.height == update.header.header.height)
                #expect(found.bytes == transaction.bytes)
                #expect(try store.transaction(number: number)?.id == transaction.id)
            }
            let ids = try store.transactions(ofBlock: update.header.header.height).map(\.id)
            #expect(ids == update.transactions.map(\.id))
        }
        #expect(try store.transaction(id: .zero) == nil)
        for number in [chain.state.totals.transactions, 1 << 40, .max] {
            #expect(try store.transaction(number: number) == nil)
        }
    }

    @Test func `a transaction of which only the id is damaged is not said to be missing`() throws {
        let id = chain.updates[2].transactions[0].id
        try folder.tamper(
            "UPDATE transactions SET records = CAST(zeroblob(32) || substr(records, 33) AS BLOB) WHERE height = 3")
        let error = #expect(throws: StoreError.self) { try store.transaction(id: id) }
        #expect("\(try #require(error))".contains("is damaged: ids, transaction "))
    }

    @Test func `accounts are those of the state`() throws {
        for (index, record) in chain.state.accounts.enumerated() {
            #expect(try store.account(index: index) == record)
            let found = try #require(try store.account(record.id))
            #expect(found.index == index && found.record == record)
        }
        #expect(try store.account(index: 1000) == nil)
        #expect(try store.accountCount() == chain.state.accounts.count)
        #expect(try store.totals() == chain.state.totals)
        #expect(try store.policy() == chain.state.policy)
        #expect(try store.spending() == chain.state.spending)
    }

    @Test(arguments: LedgerStore.AccountOrder.allCases) func `pages of accounts join into the whole order`(
        order: LedgerStore.AccountOrder
    ) throws {
        let expected = chain.state.accounts.indices.sorted { left, right in
            let (one, other) = (chain.state.accounts[left], chain.state.accounts[right])
            switch order {
            case .earned where one.earned != other.earned: return one.earned > other.earned
            case .balance where one.balance != other.balance: return one.balance > other.balance
            default: return left < right
            }
        }
        for limit in 1...expected.count + 1 {
            var found: [Int] = []
            var cursor: AccountCursor?
            repeat {
                let page = try store.accounts(orderedBy: order, limit: limit, after: cursor)
                #expect(page.accounts.count <= limit && page.height == chain.state.height)
                found += page.accounts.map(\.index)
                cursor = page.next
            } while cursor != nil
            #expect(found == expected)
        }
    }

    @Test func `a history is newest first, in pages, and its sums are the balance`() throws {
        for (index, record) in chain.state.accounts.enumerated() {
            var entries: [HistoryEntry] = []
            while let page = try store.history(of: index, before: entries.last?.number, limit: 2), !page.isEmpty {
                entries += page
            }
            #expect(entries.map(\.number) == entries.map(\.number).sorted(by: >))
            var balance: Int = 0
            for entry in entries {
                #expect(entry.time == chain.updates[Int(entry.height) - 1].header.header.time)
                if entry.posting.to == .balance(UInt32(index)) { balance += Int(entry.posting.amount.units) }
                if entry.posting.from == .balance(UInt32(index)) { balance -= Int(entry.posting.amount.units) }
            }
            #expect(balance == Int(record.balance.units))
            let pending = try #require(try store.pending(of: index, limit: .max)).credits
            #expect(pending.count == Int(record.pending))
            let sum = pending.reduce(0) { $0 + $1.amount.units }
            #expect(try store.pendingAmount(of: index) == Amount(sum))
        }
    }

    @Test func `a history goes on from its own postings, and from no other number`() throws {
        for index in chain.state.accounts.indices {
            let all = try #require(try store.history(of: index, limit: .max))
            for number in Int64(-1)...Int64(chain.updates.reduce(0) { $0 + $1.postings.count } + 2) {
                let page = try store.history(of: index, before: number, limit: .max)
                let isOwn = all.contains { $0.number == number }
                #expect(page?.map(\.number) == (isOwn ? all.map(\.number).filter { $0 < number } : nil))
                #expect((try store.pending(of: index, before: number, limit: 1) != nil) == isOwn)
            }
        }
        #expect(try store.history(of: 1000, limit: 5)?.isEmpty == true)
    }

    @Test func `a reference that is paid again names the payment that was taken back`() throws {
        // T-3 is paid, revoked, paid, revoked and paid; T-4 paid and revoked.
        let payments = chain.updates.flatMap(\.references)
        let freed = chain.updates.flatMap(\.freedReferences)
        #expect(freed.count == 3)
        for payment in payments {
            let earlier = freed.filter { $0.reference == payment.reference && $0.transaction < payment.transaction }
            let found = try store.earlierPayer(of: payment.reference, before: payment.transaction)
            #expect(found == earlier.map(\.transaction).max())
        }
        #expect(try payments.count { try store.earlierPayer(of: $0.reference, before: $0.transaction) != nil } == 2)
    }

    @Test func `what was revoked tells by which transaction`() throws {
        for record in chain.updates.flatMap(\.revocations) {
            #expect(try store.revocation(of: record.transaction, credit: record.credit) == record.by)
        }
        #expect(try store.revocation(of: 0, credit: 0) == nil)
    }

    @Test func `names are kept once and found by their hash`() throws {
        let writer = try folder.open(.readWrite)
        let handles = ["github:alice", "github:bob"].compactMap { Handle($0) }
        try writer.remember(handles: handles)
        try writer.remember(handles: handles)
        let ids = handles.map { AccountID.handle($0) }
        let names = try store.names(of: ids + [TestChain.account(TestChain.alice), .handle(Handle("github:eve")!)])
        #expect(names == [ids[0]: handles[0], ids[1]: handles[1]])
        try folder.tamper("UPDATE names SET handle = 'github:mallory' WHERE handle = 'github:bob'")
        #expect(throws: StoreError.self) { try store.names(of: ids) }
    }
}
