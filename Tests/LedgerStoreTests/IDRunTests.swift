import LedgerCrypto
import LedgerStore
import LedgerTesting
import Testing

/// Ids as the index keeps them.
@Suite struct IDRunTests {
    @Test func `runs that are merged are the run of all their ids`() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let ids = Self.ids(Int.random(in: 2...300, using: &random), &random)
            let cut = Int.random(in: 1..<ids.count, using: &random)
            let first = UInt64.random(in: 0...1 << 40, using: &random)
            let before = IDRun(first: first, ids: Array(ids[..<cut]))
            let after = IDRun(first: before.end, ids: Array(ids[cut...]))
            #expect(after.merged(with: before) == IDRun(first: first, ids: ids))
        }
    }

    @Test func `a run's rows hold its entries, and no two of them begin alike, however alike the ids are`() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let run = IDRun(first: 7, ids: Self.ids(Int.random(in: 1...1_000, using: &random), &random))
            let rows = run.rows
            #expect(rows.flatMap { IDRun.entries(in: $0.bytes) } == run.entries)
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.prefix < $1.prefix })
            #expect(rows.allSatisfy { IDRun.entries(in: $0.bytes).first.map { $0 >> 24 } == $0.prefix })
        }
    }

    @Test func `there are few runs, however large the blocks are, and none is too long`() {
        var random = SeededRandom(seed: 3)
        for blocks in [1, 3, 4_000, 65_536] {
            var (runs, total, written) = ([Int](), 0, 0)
            while total < 3_000_000, written < 200_000_000, runs.count < 1_000 {
                var count = Int.random(in: 1...blocks, using: &random)
                total += count
                while let before = runs.last, IDRun.takesIn(before: before, count: count) { count += runs.removeLast() }
                runs.append(count)
                written += count
            }
            #expect(runs.allSatisfy { $0 <= IDRun.countLimit })
            #expect(runs.count <= 2 * total / IDRun.countLimit + 20, "\(runs)")
            #expect(written <= 30 * total, "blocks of up to \(blocks)")
        }
    }

    /// Some of them with the same first bytes.
    private static func ids(_ count: Int, _ random: inout SeededRandom) -> [Digest] {
        let kinds = Int.random(in: 1...400, using: &random)
        return (0..<count).map { _ in
            let kind = UInt64.random(in: 0..<UInt64(kinds), using: &random)
            return SHA256.hash(withUnsafeBytes(of: kind) { [UInt8]($0) })
        }
    }
}
