import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// The tables of the state against the plain collections that they stand for.
@Suite struct TableTests {
    /// Keys of which many share a place in any small table.
    private static func key(_ number: Int) -> Digest { SHA256.hash([UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]) }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `an index table finds what was added and not what was taken out`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let keys = (0..<600).map { Self.key($0) }
        var table = HashTable()
        var there: Set<UInt32> = []
        for _ in 0..<4000 {
            let index = UInt32.random(in: 0..<UInt32(keys.count), using: &random)
            if there.contains(index) {
                if random.isOne(in: 2) {
                    table.remove(index, for: keys[Int(index)])
                    there.remove(index)
                }
            } else if there.count < 300 || random.isOne(in: 4) {
                table.insert(index, for: keys[Int(index)])
                there.insert(index)
            }
            let probe = UInt32.random(in: 0..<UInt32(keys.count), using: &random)
            let found = table.find(keys[Int(probe)]) { keys[Int($0)] == keys[Int(probe)] }
            #expect((found != nil) == there.contains(probe), "seed \(seed), index \(probe)")
        }
        #expect(table.count == there.count)
        for index in there {
            #expect(table.find(keys[Int(index)]) { $0 == index } == index, "seed \(seed)")
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `pending transactions come and go in order, and each is found meanwhile`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var pending = PendingRewards()
        var expected: [(id: Digest, firstCredit: UInt64)] = []
        var next = 0
        for _ in 0..<3000 {
            if !expected.isEmpty, random.isOne(in: expected.count > 50 ? 2 : 3) {
                let gone = expected.removeFirst()
                pending.removeFirst()
                #expect(pending.firstCredit(of: gone.id) == nil, "seed \(seed)")
            } else {
                expected.append((Self.key(next), UInt64(next * 3)))
                pending.append(Self.key(next), firstCredit: UInt64(next * 3))
                next += 1
            }
            if let one = expected.randomElement(using: &random) {
                #expect(pending.firstCredit(of: one.id) == one.firstCredit, "seed \(seed)")
            }
        }
        #expect(pending.all.map(\.id) == expected.map(\.id))
        #expect(pending.all.map(\.firstCredit) == expected.map(\.firstCredit))
    }

    @Test(arguments: [1, 7, 63, 64, 65, 1000, 5000]) func `touched indices come out once each and ascending`(count: Int)
    {
        var random = SeededRandom(seed: UInt64(count))
        var touched = TouchedIndices()
        for round in 0..<4 {
            var expected: Set<Int> = []
            for _ in 0..<(round % 2 == 0 ? 3 : count * 2) {
                let index = Int.random(in: 0..<count, using: &random)
                touched.insert(index)
                expected.insert(index)
            }
            #expect(touched.drain() == expected.sorted())
            #expect(touched.drain() == [])
        }
    }

    @Test func `asking for what is not there asks for nothing`() {
        var table = HashTable()
        let empty: [Digest] = []
        table.prefetchSlot(of: Self.key(1))
        table.prefetchRecord(of: Self.key(1), in: empty)
        // An index beyond the records, and a slot without one.
        table.insert(UInt32.max - 1, for: Self.key(1))
        for number in 0..<40 {
            table.prefetchSlot(of: Self.key(number))
            table.prefetchRecord(of: Self.key(number), in: [Self.key(1)])
        }
        #expect(table.find(Self.key(1)) { _ in true } == UInt32.max - 1)
    }
}
