import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// Attacks with bytes that no code here would write, in each part of an archive: whatever still looks whole to the parts around it is
/// signed and framed anew, so that the change itself is what must be found.
extension Troublemaker {
    mutating func mutation() throws -> Attack {
        var blocks = chain.blocks
        let index = Int.random(in: 0..<blocks.count, using: &random)
        let block = try Block(decoding: blocks[index])
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            let bytes = random.mutated(Attack.archive(genesis, blocks))
            return Attack(name: "a changed file", archive: bytes)
        case 1, 2:
            // Alone, so that a genesis that is another but sound holds.
            let bytes = random.mutated(genesis.encoded)
            let hash = (try? Genesis(decoding: bytes).chainID) ?? .zero
            let archive = ArchiveFormat.magic + ArchiveFormat.frame(bytes) + ArchiveFormat.end(height: 0, hash: hash)
            return Attack(name: "a changed genesis", archive: archive)
        case 3:
            blocks[index] = random.mutated(blocks[index])
            return Attack(name: "a changed block", archive: Attack.archive(genesis, blocks))
        case 4:
            let offset = Int.random(in: 0..<SignedHeader.byteCount, using: &random)
            blocks[index][offset] ^= UInt8.random(in: 1...255, using: &random)
            return Attack(name: "a changed byte \(offset) of a header", archive: Attack.archive(genesis, blocks))
        case 5:
            let offset = SignedHeader.byteCount
            blocks[index].replaceSubrange(offset..<offset + 1, with: random.number)
            return Attack(name: "another count of transactions", archive: Attack.archive(genesis, blocks))
        default:
            guard let place = block.transactions.indices.randomElement(using: &random) else {
                return Attack(name: "cut", archive: Array(Attack.archive(genesis, blocks).dropLast(40)))
            }
            var bytes = block.transactions[place].encoded
            for _ in 0..<Int.random(in: 1...2, using: &random) { bytes = random.mutated(bytes) }
            blocks[index] = try chain.forged(index) { $0[place] = bytes }
            return Attack(name: "a changed transaction", archive: Attack.archive(genesis, blocks))
        }
    }
}

extension SeededRandom {
    /// Bytes for a count, length or tag: short, long, or in more bytes than needed.
    fileprivate var number: [UInt8] {
        mutating get {
            let numbers: [[UInt8]] = [
                [0], [1], [2], [3], [0x7F], [0x80, 0], [0x81, 0], [0x80, 1], [0xFF, 0x7F], [0xFF, 0xFF, 3],
                [0x80, 0x80, 4], [0x81, 0x80, 4], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0x1F],
                [0x80, 0x80, 0x80, 0x80, 0x80, 1],
            ]
            return numbers[Int.random(in: numbers.indices, using: &self)]
        }
    }

    /// Bytes that are UTF-8 in a laxer reading than RFC 3629's, or control characters, or neither.
    fileprivate var text: [UInt8] {
        mutating get {
            let texts: [[UInt8]] = [
                [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xF4, 0x90, 0x80, 0x80],
                [0xF4, 0x8F, 0xBF, 0xBF], [0xEF, 0xBB, 0xBF], [0xC2, 0x80], [0xC2, 0x9F], [0xC2, 0xA0], [0x7F], [0x1F],
                [0xFF], [0x20],
            ]
            return texts[Int.random(in: texts.indices, using: &self)]
        }
    }

    /// Bytes that differ from these, at one place.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: 0..<max(1, bytes.count), using: &self)
        guard place < bytes.count else { return [0] }
        switch Int.random(in: 0..<9, using: &self) {
        case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 2: bytes[place] = [0, 1, 2, 0x7F, 0x80, 0xFF][Int.random(in: 0..<6, using: &self)]
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
        case 4: bytes.remove(at: place)
        case 5: bytes.replaceSubrange(place..<place + 1, with: number)
        case 6:
            let piece = text
            bytes.replaceSubrange(place..<min(place + piece.count, bytes.count), with: piece)
        case 7: bytes.append(UInt8.random(in: 0...255, using: &self))
        default:
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &self))
            let piece = Array(bytes[place..<end])
            if isOne(in: 2) { bytes.insert(contentsOf: piece, at: end) } else { bytes.removeSubrange(place..<end) }
        }
        return bytes
    }
}

/// Each fault of the file, and which of several is the first.
enum FileAttacks {
    /// With the code, and the height at which something sound was expected.
    static func all() -> [(code: Int, height: Int, attack: Attack)] {
        let genesis = TestCommunity().genesis
        var chain = TestChain()
        let blocks = (0..<2).compactMap { _ in try? chain.close() }
        let whole = Attack.archive(genesis, blocks)
        let magic = ArchiveFormat.magic
        let start = ArchiveFormat.start(genesis)
        let first = start + ArchiveFormat.frame(blocks[0])
        let both = first + ArchiveFormat.frame(blocks[1])
        var broken = blocks[1]
        broken[0] = 2
        let other = first + ArchiveFormat.frame(broken)
        let end = ArchiveFormat.end(height: 2, hash: chain.state.head)
        let zeros = [UInt8](repeating: 0, count: Block.byteLimit + 1)
        func count(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        func ending(_ height: UInt64, _ hash: Digest) -> [UInt8] { ArchiveFormat.end(height: height, hash: hash) }

        var list: [(code: Int, height: Int, attack: Attack)] = []
        func add(_ code: Int, _ height: Int, _ name: String, _ archive: some Sequence<UInt8>) {
            list.append((code, height, Attack(name: name, archive: Array(archive))))
        }
        add(301, 0, "nothing", [])
        add(301, 0, "a part of the beginning", magic.dropLast())
        add(301, 0, "no beginning", whole.dropFirst())
        add(302, 0, "an empty genesis", magic + count(0) + whole)
        add(302, 0, "a genesis of zeros", magic + ArchiveFormat.frame(Array(zeros.prefix(1 << 20))))
        add(302, 0, "a genesis and a byte", magic + ArchiveFormat.frame(genesis.encoded + [0]))
        add(303, 0, "only the beginning", magic)
        add(303, 0, "half a count", magic + [1, 0])
        add(303, 0, "half a genesis", start.dropLast())
        add(303, 1, "no end", start)
        add(303, 1, "a block as long as may be that is not there", start + count(UInt32(Block.byteLimit)))
        add(303, 2, "half a block", both.dropLast())
        add(303, 2, "a cut in a block that breaks a rule", other.dropLast())
        add(303, 3, "no end after blocks", both)
        add(303, 3, "half an end", both + end.dropLast())
        add(304, 0, "a long genesis that is there", magic + ArchiveFormat.frame(Array(zeros.prefix((1 << 20) + 1))))
        add(304, 0, "a long genesis that is not there", magic + count((1 << 20) + 1))
        add(304, 0, "a genesis as long as can be said", magic + count(.max) + whole)
        add(304, 1, "a long block that is not there", start + count(UInt32(Block.byteLimit) + 1))
        add(304, 2, "a long block that is there", first + ArchiveFormat.frame(zeros))
        add(305, 1, "the end of a chain that is not there", start + end)
        add(305, 2, "another height", first + ending(2, genesis.chainID))
        add(305, 3, "another hash", both + ending(2, .zero))
        add(305, 3, "another end before a byte too many", both + ending(1, .zero) + [0])
        add(306, 3, "a byte too many", whole + [0])
        add(306, 3, "the same again", whole + whole)
        // Rules of blocks come before what the file lacks after them.
        add(201, 1, "a block of zeros as long as may be", start + ArchiveFormat.frame(Array(zeros.dropLast())))
        add(202, 2, "a broken rule before a cut", other)
        return list
    }
}
