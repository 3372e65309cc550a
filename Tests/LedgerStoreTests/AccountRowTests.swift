import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore
import LedgerTesting
import Testing

/// How accounts and their amounts lie in rows.
@Suite struct AccountRowTests {
    /// Around the places where an amount is kept differently, the smallest, and the most that one transaction can bring.
    static let amounts: [UInt128] = [
        1, 255, 1 << 63 - 1, 1 << 63, 1 << 63 + 1, UInt128(UInt64.max), UInt128(UInt64.max) + 1, 1 << 127,
    ]

    /// A store of a chain in which accounts have been paid ``amounts``, and then have handed on so much that each crosses to the other
    /// side of 2^63.
    private static func chain() throws -> TestChain {
        var chain = TestChain(limit: Amount(.max))
        let people = amounts.indices.map { TestChain.key(UInt8(10 + $0)) }
        try chain.build(at: 1, [chain.reward("T-1", Array(zip(people, amounts)))])
        try chain.build(at: 70, [])
        let half = UInt128(1) << 63
        try chain.build(
            at: 71,
            [
                chain.sign(Transfer(to: TestChain.account(people[2]), amount: Amount(1)), by: people[3]),
                chain.sign(Transfer(to: TestChain.account(people[0]), amount: Amount(half)), by: people[7]),
                chain.sign(Transfer(to: TestChain.account(people[1]), amount: Amount(half)), by: people[5]),
            ])
        return chain
    }

    @Test func `amounts of any size are kept, found and ordered, whatever they were before`() async throws {
        let chain = try Self.chain()
        let balances = Set(chain.state.accounts.map(\.balance.units))
        let half = UInt128(1) << 63
        let crossed: [UInt128] = [half - 1, half, half + 1, half << 64 - half]
        #expect(balances.isSuperset(of: crossed))
        let store = try StoreFolder.holding(chain)
        let reader = try store.open()
        #expect(try reader.loadState().stateRoot == chain.state.stateRoot)
        for (index, record) in chain.state.accounts.enumerated() { #expect(try reader.account(index: index) == record) }
        for (order, amount) in [(LedgerStore.AccountOrder.balance, \AccountRecord.balance), (.earned, \.earned)] {
            var found: [AccountRecord] = []
            var cursor: AccountCursor?
            repeat {
                let page = try reader.accounts(orderedBy: order, limit: 1, after: cursor)
                found += page.accounts.map(\.record)
                cursor = page.next
            } while cursor != nil
            #expect(found.map { $0[keyPath: amount] } == chain.state.accounts.map { $0[keyPath: amount] }.sorted(by: >))
        }
        let (replay, index) = try await reader.checkIndex(options: CheckTests.options)
        #expect(replay.holds && index.holds)
    }

    @Test func `what is pending is kept at any size`() throws {
        var chain = TestChain(limit: Amount(.max))
        try chain.build(at: 1, [chain.reward("T-1", [(TestChain.alice, .max)])])
        let reader = try StoreFolder.holding(chain).open()
        #expect(try reader.pendingAmount() == Amount(.max))
    }

    /// Records with every kind of authority, and the smallest and largest numbers.
    static let records: [AccountRecord] = {
        let key = TestKeys.key("Alice").publicKey
        let authorities: [Authority] = [
            .initial, .bound(key, effectiveAt: Timestamp(milliseconds: 5)), .explicit(Authenticator(key)),
        ]
        let numbers: [(UInt64, UInt32, UInt32?)] = [(0, 0, nil), (300, 300, 0), (.max, .max, .max)]
        return authorities.flatMap { authority in
            numbers.map { wide, narrow, merged in
                AccountRecord(
                    id: .key(key), sequence: wide, balance: Amount(UInt128(wide)), earned: Amount(UInt128(narrow)),
                    authority: authority, epoch: wide, used: narrow, pending: narrow, mergedInto: merged)
            }
        }
    }()

    private func read(_ record: AccountRecord, _ rest: [UInt8]) throws(DecodingFault) -> AccountRecord {
        try AccountRecord(record.id, balance: record.balance, earned: record.earned, rest: rest)
    }

    @Test(arguments: records) func `a record comes back whole, and from nothing shorter or longer`(
        record: AccountRecord
    ) throws {
        var encoder = CanonicalEncoder()
        record.encodeRest(to: &encoder)
        let rest = encoder.bytes
        #expect(try read(record, rest) == record)
        for end in rest.indices { #expect(throws: DecodingFault.self) { try read(record, Array(rest[..<end])) } }
        #expect(throws: DecodingFault.self) { try read(record, rest + [0]) }
    }

    @Test func `an index beyond 32 bits is refused`() throws {
        let start: [UInt8] = [0, 0, 0, 0, 0]
        #expect(try read(Self.records[0], start + [0x80, 0x80, 0x80, 0x80, 0x10]).mergedInto == .max)
        #expect(throws: DecodingFault.self) { try read(Self.records[0], start + [0x81, 0x80, 0x80, 0x80, 0x10]) }
    }
}
