import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// An archive in memory.
private struct MemoryStream: ByteStream {
    var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func read(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

@Suite struct ArchiveTests {
    private func archive() throws -> (bytes: [UInt8], chain: TestChain) {
        var random = RandomChain(seed: 11)
        try random.grow(blocks: 5, transactions: 6)
        var bytes: [UInt8] = []
        try ArchiveWriter.write(random.chain.community.genesis, BlockList(random.chain.blocks)) { bytes += $0 }
        return (bytes, random.chain)
    }

    @Test func `a sender that goes on far beyond what it claims is left`() async throws {
        let (bytes, chain) = try archive()
        let genesis = chain.community.genesis
        let replay = Replay(genesis: genesis, options: ReplayOptions(now: .latest, cores: 1))
        let claims: [(UInt64, UInt64)] = [(5, 0), (3, 2), (.max, 0), (.max, 10)]
        for (claimed, slack) in claims {
            let blocks = ClaimedBlocks(try ArchiveReader(MemoryStream(bytes)), claimed: claimed, slack: slack)
            #expect(try await replay.run(blocks).holds, "\(claimed) + \(slack)")
        }
        let report = try await replay.run(
            ClaimedBlocks(try ArchiveReader(MemoryStream(bytes)), claimed: 2, slack: 1))
        #expect(report.height == 3 && report.fault == nil)
        #expect(
            report.sourceFailure
                == "it goes on after block 3, although whoever sends it said that block 2 is the last")
    }

    private func holds(_ bytes: [UInt8], as genesis: Genesis) async throws -> Bool {
        guard let reader = try? ArchiveReader(MemoryStream(bytes)), reader.genesis == genesis else { return false }
        let replay = Replay(genesis: reader.genesis, options: ReplayOptions(now: .latest, cores: 2))
        return try await replay.run(reader).holds
    }

    @Test func `what was written is read back and holds`() async throws {
        let (bytes, chain) = try archive()
        var reader = try ArchiveReader(MemoryStream(bytes))
        #expect(reader.genesis == chain.community.genesis)
        for block in chain.blocks { #expect(try reader.next() == block) }
        #expect(try reader.next() == nil)
        #expect(try await holds(bytes, as: chain.community.genesis))
    }

    @Test func `an archive in a file is read and replayed`() async throws {
        let (bytes, chain) = try archive()
        let path = NSTemporaryDirectory() + "laurel-\(UUID().uuidString).archive"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        let reader = try ArchiveReader(path: path)
        let replay = Replay(genesis: reader.genesis, options: ReplayOptions(now: .latest, cores: 2))
        let report = try await replay.run(reader)
        #expect(report.holds)
        #expect(report.height == UInt64(chain.blocks.count))
    }

    @Test func `a file that is not there is named with the reason`() {
        let fault = ArchiveFault.unreadable(path: "/nowhere/chain", reason: "No such file or directory")
        #expect(throws: fault) { _ = try ArchiveReader(path: "/nowhere/chain") }
        #expect(fault.description == "/nowhere/chain can't be read: No such file or directory")
    }

    @Test func `an archive that is cut anywhere is never called sound`() async throws {
        let (bytes, chain) = try archive()
        for count in stride(from: 0, to: bytes.count, by: 13) {
            #expect(try await !holds(Array(bytes.prefix(count)), as: chain.community.genesis), "\(count) bytes")
        }
        #expect(try await !holds(bytes.dropLast(), as: chain.community.genesis))
    }

    @Test func `bytes after the end are found`() async throws {
        let (bytes, chain) = try archive()
        #expect(try await !holds(bytes + [0], as: chain.community.genesis))
        var reader = try ArchiveReader(MemoryStream(bytes + [0]))
        #expect(throws: ArchiveFault.trailing(offset: UInt64(bytes.count))) { while try reader.next() != nil {} }
    }

    @Test func `an end that names another block is found`() async throws {
        let (bytes, chain) = try archive()
        let missing = bytes.prefix(bytes.count - 44 - chain.blocks[4].count - 4) + bytes.suffix(44)
        #expect(try await !holds(Array(missing), as: chain.community.genesis))
    }

    @Test func `every flipped bit is found`() async throws {
        let (bytes, chain) = try archive()
        var random = SeededRandom(seed: 3)
        for _ in 0..<400 {
            var damaged = bytes
            let bit = Int.random(in: 0..<bytes.count * 8, using: &random)
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try await !holds(damaged, as: chain.community.genesis), "bit \(bit)")
        }
    }

    @Test func `a record that claims too many bytes is refused before it is read`() throws {
        let (bytes, chain) = try archive()
        let start = ArchiveFormat.start(chain.community.genesis)
        var reader = try ArchiveReader(MemoryStream(start + [0xFF, 0xFF, 0xFF, 0x7F] + bytes))
        #expect(throws: ArchiveFault.tooLong(offset: UInt64(start.count), bytes: 0x7FFF_FFFF, limit: Block.byteLimit)) {
            try reader.next()
        }
    }
}
