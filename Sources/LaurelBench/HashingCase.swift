import LedgerCrypto
import LedgerTesting

/// What a node of a tree takes: hashed by libcrypto one after the other, and side by side in each number of lanes that the processor has.
enum HashingCase {
    private static let leaves = 4_096

    static func hashing(_ work: Workplace) throws -> [Figure] {
        let level = (0..<leaves).map { SHA256.hash([UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]) }
        let trees = max(1, work.size.transactions / 10_000)
        let ways = [1] + HashLanes.available
        var nanoseconds: [Int: [Double]] = [:]
        var roots: Set<Digest> = []
        // All ways in each round, so that a machine whose speed changes does so for all of them.
        for _ in 0..<work.repeats {
            for lanes in ways {
                let start = ContinuousClock.now
                for _ in 0..<trees { roots.insert(root(of: level, lanes)) }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                nanoseconds[lanes, default: []].append(seconds * 1e9 / Double(trees * (leaves - 1)))
            }
        }
        guard roots.count == 1 else { throw BenchFailure("hashing: \(ways) lanes came to \(roots.count) roots") }
        return ways.map { lanes in
            Figure(
                "hashing: a node, \(lanes == 1 ? "libcrypto" : "\(lanes) lanes")", nanoseconds[lanes] ?? [], "ns",
                note: lanes == HashLanes.best ? "taken here" : "")
        }
    }

    private static func root(of leaves: [Digest], _ lanes: Int) -> Digest {
        var level = leaves
        while level.count > 1 { SHA256.foldNodes(&level, lanes: lanes) }
        return level[0]
    }
}
