import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// An archive that may or may not hold, and the clock that it is audited by.
struct Attack {
    let name: String
    let archive: [UInt8]
    var now = Timestamp.latest

    static func archive(_ genesis: Genesis, _ blocks: [[UInt8]]) -> [UInt8] {
        var hash = genesis.chainID
        if let last = blocks.last {
            var decoder = CanonicalDecoder(last)
            hash = (try? BlockHeader(from: &decoder).hash) ?? hash
        }
        return ArchiveFormat.start(genesis) + blocks.flatMap { ArchiveFormat.frame($0) }
            + ArchiveFormat.end(height: UInt64(blocks.count), hash: hash)
    }
}

extension TestChain {
    /// A block with other transactions, and a header that the producer signed over them. The state root stays.
    func forged(_ index: Int, _ change: (inout [[UInt8]]) -> Void) throws -> [UInt8] {
        let block = try Block(decoding: blocks[index])
        var transactions = block.transactions.map(\.encoded)
        change(&transactions)
        var fields = HeaderFields(block.header)
        fields.count = UInt32(transactions.count)
        fields.transactionsRoot = MerkleHash.root(
            of: transactions.map { $0.withUnsafeBytes { MerkleHash.leaf($0) } })
        return Block.assemble(try fields.signed(by: community.producer), transactions: transactions)
    }
}

extension Troublemaker {
    var genesis: Genesis { chain.community.genesis }

    /// The chain as it is.
    var sound: Attack { Attack(name: "sound", archive: Attack.archive(genesis, chain.blocks)) }

    /// The chain with a refused transaction in the place where it was refused, in a block that its producer signed.
    func attack(with refusal: Refusal) throws -> Attack {
        var blocks = chain.blocks
        blocks[refusal.block] = try chain.forged(refusal.block) { $0.insert(refusal.bytes, at: refusal.position) }
        return Attack(name: refusal.rejection.name, archive: Attack.archive(genesis, blocks))
    }

    /// One of many ways to damage or forge a chain, drawn at random.
    mutating func randomAttack() throws -> Attack {
        var blocks = chain.blocks
        let index = Int.random(in: 0..<blocks.count, using: &random)
        let block = try Block(decoding: blocks[index])
        let count = block.transactions.count
        switch Int.random(in: 0..<11, using: &random) {
        case 0..<3:
            var fields = HeaderFields(block.header)
            let name = fields.change(&random)
            let signer = random.isOne(in: 5) ? TestKeys.key("stranger") : chain.community.producer
            blocks[index] = Block.assemble(
                try fields.signed(by: signer), transactions: block.transactions.map(\.encoded))
            return Attack(name: "header's \(name)", archive: Attack.archive(genesis, blocks))
        case 3 where count > 0:
            let gone = Int.random(in: 0..<count, using: &random)
            blocks[index] = try chain.forged(index) { $0.remove(at: gone) }
            return Attack(name: "a transaction left out", archive: Attack.archive(genesis, blocks))
        case 4 where count > 1:
            let place = Int.random(in: 1..<count, using: &random)
            blocks[index] = try chain.forged(index) { $0.swapAt(place - 1, place) }
            return Attack(name: "transactions swapped", archive: Attack.archive(genesis, blocks))
        case 5 where count > 0:
            let other = try Block(decoding: pick(chain.blocks)).transactions.map(\.encoded).randomElement(
                using: &random)
            let place = Int.random(in: 0...count, using: &random)
            blocks[index] = try chain.forged(index) { $0.insert(other ?? $0[0], at: place) }
            return Attack(name: "a transaction repeated", archive: Attack.archive(genesis, blocks))
        case 6:
            if random.isOne(in: 2) { blocks.remove(at: index) } else { blocks.insert(blocks[index], at: index) }
            return Attack(name: "blocks left out or repeated", archive: Attack.archive(genesis, blocks))
        case 7:
            let before = Timestamp(milliseconds: block.header.time.milliseconds - 1)
            return Attack(name: "an earlier clock", archive: Attack.archive(genesis, blocks), now: before)
        case 8:
            let overfull = try chain.community.overfull()
            blocks[index] = try chain.forged(index) { $0 += overfull }
            return Attack(name: "a block too large", archive: Attack.archive(genesis, blocks))
        case 9:
            let whole = Attack.archive(genesis, blocks)
            return Attack(name: "cut off", archive: Array(whole[..<Int.random(in: 0..<whole.count, using: &random)]))
        default:
            var bytes = Attack.archive(genesis, blocks)
            let bit = Int.random(in: 0..<bytes.count * 8, using: &random)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return Attack(name: "a flipped bit", archive: bytes)
        }
    }
}

/// A header that can be changed.
struct HeaderFields {
    var version: UInt16
    var chain, parent: Digest
    var height: UInt64
    var time: Timestamp
    var count: UInt32
    var transactionsRoot, stateRoot, historyRoot: Digest
    var producer: PublicKey

    init(_ header: BlockHeader) {
        (version, chain, parent, height) = (header.version, header.chain, header.parent, header.height)
        (time, count, transactionsRoot) = (header.time, header.transactionCount, header.transactionsRoot)
        (stateRoot, historyRoot, producer) = (header.stateRoot, header.historyRoot, header.producer)
    }

    func signed(by key: SecretKey) throws -> SignedHeader {
        let header = BlockHeader(
            version: version, chain: chain, height: height, parent: parent, time: time, transactionCount: count,
            transactionsRoot: transactionsRoot, stateRoot: stateRoot, historyRoot: historyRoot, producer: producer)
        return SignedHeader(header: header, signature: try key.sign(header.hash))
    }

    mutating func change(_ random: inout SeededRandom) -> String {
        let other = Digest(SHA256.hash([UInt8(random.next() & 0xFF)]).bytes) ?? .zero
        switch Int.random(in: 0..<10, using: &random) {
        case 0: version = random.isOne(in: 2) ? 0 : 2
        case 1: chain = other
        case 2: parent = other
        case 3: height = random.isOne(in: 2) ? height + 1 : .max
        case 4:
            let change: UInt64 = random.isOne(in: 2) ? 86_400_000 : 1
            time = Timestamp(
                milliseconds: random.isOne(in: 2) ? time.milliseconds + change : time.milliseconds - change)
            return "time"
        case 5: count = random.isOne(in: 2) ? count + 1 : 0
        case 6: transactionsRoot = other
        case 7: stateRoot = other
        case 8: historyRoot = other
        default: producer = TestKeys.key("stranger").publicKey
        }
        return "fields"
    }
}
