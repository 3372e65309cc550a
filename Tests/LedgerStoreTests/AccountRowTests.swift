import Ledger
import LedgerCrypto
import LedgerStore
import LedgerTesting
import Testing

/// How accounts and their amounts lie in rows.
@Suite struct AccountRowTests {
    static let amounts: [UInt128] = [
        0, 1, 127, 128, 255, 256, 65_535, 65_536, 1_000_000, UInt128(UInt64.max), UInt128(UInt64.max) + 1, .max - 1,
        .max,
    ]

    private func bytes(_ units: UInt128) -> [UInt8] { Amount(units).withOrderedBytes { Array($0) } }

    @Test func `bytes of amounts are ordered as the amounts are, and come back`() {
        var random = SeededRandom(seed: 7)
        let others = (0..<500).map { _ in
            UInt128.random(in: 0 ... .max, using: &random) >> UInt128.random(in: 0..<128, using: &random)
        }
        let sorted = (Self.amounts + others).sorted()
        for (smaller, larger) in zip(sorted, sorted.dropFirst()) where smaller < larger {
            #expect(bytes(smaller).lexicographicallyPrecedes(bytes(larger)))
        }
        for units in sorted { #expect(Amount(orderedBytes: bytes(units)) == Amount(units)) }
        #expect(bytes(0) == [0])
        #expect(bytes(1_000_000) == [3, 0x0F, 0x42, 0x40])
        #expect(bytes(.max) == [16] + [UInt8](repeating: 0xFF, count: 16))
    }

    @Test(arguments: [
        [], [1], [1, 0], [0, 0], [2, 0, 1], [2, 1], [1, 1, 1], [17] + [UInt8](repeating: 1, count: 17),
    ])
    func `bytes that no amount has are refused`(bytes: [UInt8]) {
        #expect(Amount(orderedBytes: bytes) == nil)
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
        let rest = record.rest
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
