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
            while true {
                let page = try store.accounts(orderedBy: order, limit: limit, after: found.last)
                guard !page.isEmpty else { break }
                #expect(page.count <= limit)
                found += page.map(\.index)
            }
            #expect(found == expected)
        }
    }

    @Test func `a history is newest first, in pages, and its sums are the balance`() throws {
        for (index, record) in chain.state.accounts.enumerated() {
            var entries: [HistoryEntry] = []
            while case let page = try store.history(of: index, before: entries.last?.number, limit: 2), !page.isEmpty {
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
            let pending = try store.pending(of: index)
            #expect(pending.count == Int(record.pending))
            let sum = pending.reduce(0) { $0 + $1.amount.units }
            #expect(try store.pendingAmount(of: index) == Amount(sum))
        }
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
