package import Ledger
package import LedgerCrypto
import Synchronization

/// A block of which everything that needs no state has been looked at, but for the signatures of one that is to be assumed valid.
package enum ExaminedBlock: Sendable {
    case verified(VerifiedBlock)
    case assumed(AssumedBlock)

    package var block: Block {
        switch self {
        case .verified(let verified): verified.block
        case .assumed(let assumed): assumed.block
        }
    }

    /// How many signatures were checked, the producer's included.
    var signatures: Int {
        switch self {
        case .verified(let verified): verified.signatures
        case .assumed(let assumed): assumed.signatures
        }
    }
}

/// The part of the replay that needs no state: it takes the bytes of many blocks and answers for all of them, on all cores.
///
/// Blocks are decoded one at a time, signatures checked in runs that a core works on for a few milliseconds; whoever is free takes the
/// next. So sharing them out costs nothing, and nobody waits long for the last.
package struct SignatureStage: Sendable {
    private let chain: Digest
    private let assumeValid: UInt64
    private let cores: Int
    private let keys = KeyPool()

    package init(chain: Digest, assumeValid: UInt64, cores: Int) {
        self.chain = chain
        self.assumeValid = assumeValid
        self.cores = max(1, cores)
    }

    /// What blocks came to, up to the first that does not decode.
    package struct Answer: Sendable {
        package let blocks: [ExaminedBlock]
        package let malformed: (fault: DecodingFault, header: SignedHeader?)?
    }

    package func examine(_ encodings: [[UInt8]]) async -> Answer {
        var malformed: (fault: DecodingFault, header: SignedHeader?)?
        var blocks: [Block] = []
        blocks.reserveCapacity(encodings.count)
        let decoded = await shareOut(encodings.count) { index, _ in
            Result { () throws(DecodingFault) in try Block(decoding: encodings[index]) }
        }
        for (index, result) in decoded.enumerated() {
            do throws(DecodingFault) { blocks.append(try result.get()) } catch {
                var decoder = CanonicalDecoder(encodings[index])
                malformed = (error, try? SignedHeader(from: &decoder))
                break
            }
        }
        return Answer(blocks: await examine(blocks), malformed: malformed)
    }

    private func examine(_ blocks: [Block]) async -> [ExaminedBlock] {
        var cut: [Piece] = []
        for (index, block) in blocks.enumerated() {
            for run in 0..<block.runCount { cut.append(Piece(block: index, run: run)) }
        }
        let pieces = cut
        let answers = await shareOut(pieces.count) { index, keys in
            examine(pieces[index].run, of: blocks[pieces[index].block], keys: &keys)
        }
        var examined: [ExaminedBlock] = []
        examined.reserveCapacity(blocks.count)
        var next = 0
        for block in blocks {
            let first = next
            next += block.runCount
            let others = answers[first + 1..<next]
            switch answers[first] {
            case .verified(let run):
                let others = others.compactMap { if case .verified(let run) = $0 { run } else { nil } }
                examined.append(.verified(VerifiedBlock(run, others)))
            case .assumed(let run):
                let others = others.compactMap { if case .assumed(let run) = $0 { run } else { nil } }
                examined.append(.assumed(AssumedBlock(run, others)))
            }
        }
        return examined
    }

    private struct Piece: Sendable {
        let block: Int
        let run: Int
    }

    private enum PieceAnswer: Sendable {
        case verified(VerifiedRun)
        case assumed(AssumedRun)
    }

    private func examine(_ run: Int, of block: Block, keys: inout ParsedKeys) -> PieceAnswer {
        block.header.height <= assumeValid
            ? .assumed(block.assume(run: run, on: chain, keys: &keys))
            : .verified(block.verify(run: run, on: chain, keys: &keys))
    }

    /// The answers to 0..<count, in order. One task for each core takes one number after the other.
    private func shareOut<Value: Sendable>(
        _ count: Int, _ work: @escaping @Sendable (Int, inout ParsedKeys) -> Value
    ) async -> [Value] {
        let next = Counter()
        return await withTaskGroup(of: [(Int, Value)].self) { group in
            for _ in 0..<min(cores, count) {
                group.addTask {
                    keys.with { parsed in
                        var answers: [(Int, Value)] = []
                        while let index = next.take(below: count) { answers.append((index, work(index, &parsed))) }
                        return answers
                    }
                }
            }
            var answers: [Value?] = Array(repeating: nil, count: count)
            for await part in group { for (index, value) in part { answers[index] = value } }
            return answers.compactMap { $0 }
        }
    }
}

/// Hands out 0, 1, 2, … to whoever asks.
private final class Counter: Sendable {
    private let value = Atomic(0)

    func take(below limit: Int) -> Int? {
        let index = value.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < limit ? index : nil
    }
}
