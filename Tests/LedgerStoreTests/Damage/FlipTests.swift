import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore
import Testing

import struct LedgerTesting.BlockList
import struct LedgerTesting.RandomChain
import struct LedgerTesting.SeededRandom

/// Single flipped bits: each is harmless by construction or reported, never a crash, never a sound ledger.
///
/// `scripts/flip` runs many; here it is a few for each kind of file.
@Suite struct FlipTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let tries = environment["LAUREL_FLIPS"].flatMap { Int($0) } ?? 240
    static let seed = environment["LAUREL_SEED"].flatMap { UInt64($0) } ?? 4
    /// Each with files and a random sequence of its own, so that they run beside each other.
    static let shards: [UInt64] = [0, 1]
    private var triesOfShard: Int { Self.tries / Self.shards.count }

    @Test(arguments: shards) func `every flipped bit of an archive is found`(shard: UInt64) async throws {
        var random = SeededRandom(seed: Self.seed &* 1000 &+ shard)
        var chain = RandomChain(seed: random.next())
        try chain.grow(blocks: 12, transactions: 10)
        var bytes: [UInt8] = []
        try ArchiveWriter.write(chain.chain.community.genesis, BlockList(chain.chain.blocks)) { bytes += $0 }
        let path = NSTemporaryDirectory() + "laurel-\(UUID().uuidString).archive"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = FlippedFile(path)
        #expect(try await Self.holds(archive: path), "the archive holds as it was written")
        for _ in 0..<triesOfShard {
            let bit = Int.random(in: 0..<file.count * 8, using: &random)
            file.flip(bit)
            #expect(try await !Self.holds(archive: path), "seed \(Self.seed), shard \(shard), bit \(bit)")
            file.flip(bit)
        }
        #expect(try await Self.holds(archive: path))
        print("archive of \(file.count) bytes, seed \(Self.seed), shard \(shard): \(triesOfShard) flips, each found")
    }

    private static func holds(archive path: String) async throws -> Bool {
        do {
            let reader = try ArchiveReader(path: path)
            let replay = Replay(genesis: reader.genesis, options: ReplayOptions(now: .latest, cores: 1))
            return try await replay.run(reader).holds
        } catch is ArchiveFault { return false }
    }

    @Test(arguments: shards) func `every flipped bit of a database that holds something is found`(
        shard: UInt64
    ) async throws {
        var random = SeededRandom(seed: Self.seed &* 1000 &+ shard + 10)
        let damaged = try DamagedFolder(seed: random.next(), blocks: 12, transactions: 10)
        #expect(try await damaged.finding() == nil)
        let rows = try DamagedFolder.rows(at: damaged.database)
        let map = PageMap(
            DamagedFolder.read(damaged.database), trees: try DamagedFolder.trees(at: damaged.database))
        let file = FlippedFile(damaged.database)
        let content = map.uses.indices.filter { map.uses[$0] == .content }
        // Half of the tries anywhere, half where something is held. Many tries begin with every bit of the file's header.
        var bits = Self.tries < 5000 || shard > 0 ? [] : Array(0..<800)
        for index in 0..<triesOfShard {
            let byte = index.isMultiple(of: 2) ? Int.random(in: 0..<file.count, using: &random) : random.pick(content)
            bits.append(byte * 8 + Int.random(in: 0..<8, using: &random))
        }
        var silent: [PageMap.Use: Int] = [:]
        for bit in bits {
            file.flip(bit)
            if try await damaged.finding() == nil {
                let place = "seed \(Self.seed), shard \(shard), page \(bit / 8 / 4096 + 1), byte \(bit / 8 % 4096)"
                #expect(map.uses[bit / 8] != .content, "\(place), bit \(bit % 8)")
                let changed = try DamagedFolder.rows(at: damaged.database).difference(from: rows)
                #expect(changed.isEmpty, "\(place), bit \(bit % 8): \(changed)")
                silent[map.uses[bit / 8], default: 0] += 1
            }
            file.flip(bit)
        }
        #expect(try await damaged.finding() == nil)
        let idle = silent.map { "\($0.value) in \($0.key.rawValue)" }.sorted().joined(separator: ", ")
        print(
            "database of \(file.count) bytes, \(content.count) of content, seed \(Self.seed), shard \(shard): "
                + "\(bits.count) flips, \(bits.count - silent.values.reduce(0, +)) found, all rows the same after \(idle)"
        )
    }

    @Test(arguments: shards) func `every flipped bit of a database and its log is found`(shard: UInt64) async throws {
        var random = SeededRandom(seed: Self.seed &* 1000 &+ shard + 20)
        let damaged = try DamagedFolder(seed: random.next(), blocks: 12, transactions: 10, inLog: 4)
        try damaged.restoreLog()
        #expect(try await damaged.finding() == nil)
        let rows = try DamagedFolder.rows(at: damaged.database)
        let log = LogMap(
            database: DamagedFolder.read(damaged.database), log: DamagedFolder.read(damaged.log), pageSize: 4096)
        let map = PageMap(log.image, trees: try DamagedFolder.trees(at: damaged.database))
        var silent = 0
        let database = FlippedFile(damaged.database)
        let file = FlippedFile(damaged.log)
        for _ in 0..<triesOfShard {
            let isInLog = !random.isOne(in: 3)
            let bit = Int.random(in: 0..<(isInLog ? file.count : database.count) * 8, using: &random)
            isInLog ? file.flip(bit) : database.flip(bit)
            if try await damaged.finding() == nil {
                let isReplaced = log.replacedPages.contains(bit / 8 / 4096 + 1)
                let isIdle = isInLog ? bit / 8 >= log.end : isReplaced || map.uses[bit / 8] != .content
                let place = "seed \(Self.seed), shard \(shard), \(isInLog ? "log" : "database"), bit \(bit)"
                #expect(isIdle, "\(place)")
                #expect(try DamagedFolder.rows(at: damaged.database) == rows, "\(place)")
                silent += 1
            }
            isInLog ? file.flip(bit) : database.flip(bit)
        }
        #expect(try await damaged.finding() == nil)
        print(
            "log of \(file.count) bytes over a database of \(database.count), seed \(Self.seed), shard \(shard): "
                + "\(triesOfShard) flips, \(triesOfShard - silent) found, all rows the same after \(silent)")
    }
}

extension SeededRandom {
    fileprivate mutating func pick(_ values: [Int]) -> Int { values[Int.random(in: 0..<values.count, using: &self)] }
}
