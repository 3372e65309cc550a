public import LedgerCrypto

/// A run of a block's transactions whose signatures were checked.
public struct VerifiedRun: Sendable {
    let examined: ExaminedRun

    /// How many transactions passed, from the first on, up to the first that did not.
    public var count: Int { examined.count }
    /// Why the next one did not; nil where all passed.
    public var rejection: Rejection? { examined.rejection }
    /// How many signatures were checked; with the first run the producer's too.
    public var signatures: Int { examined.signatures }
}

/// A run of a block's transactions whose signatures were taken for valid, as an auditor may choose for blocks up to a height. Nobody looked
/// at them, and nothing that asks for checked signatures takes it.
public struct AssumedRun: Sendable {
    let examined: ExaminedRun

    public var count: Int { examined.count }
    public var rejection: Rejection? { examined.rejection }

    /// One of those that passed.
    package subscript(_ offset: Int) -> AssumedTransaction {
        precondition(offset < examined.count, "a transaction that passed")
        let index = examined.range.lowerBound + offset
        let block = examined.block
        return AssumedTransaction(
            signed: block.transactions[index], hashes: examined.hashes[offset],
            bytes: Array(block.bytes(ofTransaction: index)))
    }
}

/// A transaction of sound values whose signatures nobody has checked, because somebody chose to take them for valid.
package struct AssumedTransaction: Sendable {
    let signed: SignedTransaction
    let hashes: TransactionHashes
    let bytes: [UInt8]
}

/// A block, the chain that it was looked at for, each run of its transactions and its producer's signature, all looked at together.
///
/// It says of everything that needs no state what it came to, faults too: which of them counts depends on the rules of the state, which
/// ``LedgerState/accepting(_:)`` asks in their order.
public struct VerifiedBlock: Sendable {
    let examined: ExaminedBlock

    /// - Parameters:
    ///   - first: the first run of a block.
    ///   - others: the block's other runs, in order.
    public init(_ first: VerifiedRun, _ others: [VerifiedRun]) {
        examined = ExaminedBlock(first.examined, others.map(\.examined))
    }

    /// Looks at all of a block, one run after the other.
    public init(_ block: Block, on chain: Digest, keys: inout ParsedKeys) {
        let first = block.verify(run: 0, on: chain, keys: &keys)
        self.init(first, (1..<block.runCount).map { block.verify(run: $0, on: chain, keys: &keys) })
    }

    public var block: Block { examined.block }
    /// How many signatures were checked, the producer's included.
    public var signatures: Int { examined.signatures }
}

/// The same of a block whose transactions' signatures were taken for valid. Its producer's was checked.
public struct AssumedBlock: Sendable {
    let examined: ExaminedBlock

    /// - Parameters:
    ///   - first: the first run of a block.
    ///   - others: the block's other runs, in order.
    public init(_ first: AssumedRun, _ others: [AssumedRun]) {
        examined = ExaminedBlock(first.examined, others.map(\.examined))
    }

    /// Looks at all of a block, one run after the other.
    public init(_ block: Block, on chain: Digest, keys: inout ParsedKeys) {
        let first = block.assume(run: 0, on: chain, keys: &keys)
        self.init(first, (1..<block.runCount).map { block.assume(run: $0, on: chain, keys: &keys) })
    }

    public var block: Block { examined.block }
    /// How many signatures were checked: the producer's.
    public var signatures: Int { examined.signatures }
}

/// What looking at a block came to, without a word on its transactions' signatures.
struct ExaminedBlock: Sendable {
    /// Apart from the others, since most blocks have one run.
    let first: ExaminedRun
    let others: [ExaminedRun]

    init(_ first: ExaminedRun, _ others: [ExaminedRun]) {
        let isFirst = first.number == 0 && others.count == first.block.runCount - 1
        precondition(
            isFirst
                && others.indices.allSatisfy {
                    others[$0].number == $0 + 1 && others[$0].block === first.block && others[$0].chain == first.chain
                }, "all runs of one block, looked at for one chain, in order")
        (self.first, self.others) = (first, others)
    }

    var block: Block { first.block }
    var chain: Digest { first.chain }
    var signatures: Int { others.reduce(first.signatures) { $0 + $1.signatures } }
    var transactionsRoot: Digest {
        others.isEmpty ? first.root : MerkleHash.root(of: [first.root] + others.map(\.root))
    }

    /// Each transaction's id and encoding.
    var transactions: [(id: Digest, bytes: [UInt8])] {
        (first.hashes + others.lazy.flatMap(\.hashes)).enumerated().map { index, hashes in
            (id: hashes.id, bytes: Array(block.bytes(ofTransaction: index)))
        }
    }
}

extension Block {
    /// In how many runs its transactions are looked at: one where it has none.
    public var runCount: Int { max(1, (transactions.count + ExaminedRun.limit - 1) / ExaminedRun.limit) }

    /// Which transactions are in a run.
    func range(ofRun number: Int) -> Range<Int> {
        precondition(number >= 0 && number < runCount, "run \(number) of \(runCount)")
        let start = number * ExaminedRun.limit
        return start..<min(transactions.count, start + ExaminedRun.limit)
    }

    /// Looks at a run without state, in a core's few milliseconds: sizes, values and signatures (rejections 1 and 4…7, in that order), with the
    /// first run the producer's signature too.
    public func verify(run number: Int, on chain: Digest, keys: inout ParsedKeys) -> VerifiedRun {
        VerifiedRun(examined: ExaminedRun(number, of: self, on: chain, .checked, keys: &keys))
    }

    /// The same without a look at the transactions' signatures.
    public func assume(run number: Int, on chain: Digest, keys: inout ParsedKeys) -> AssumedRun {
        AssumedRun(examined: ExaminedRun(number, of: self, on: chain, .assumed, keys: &keys))
    }
}
