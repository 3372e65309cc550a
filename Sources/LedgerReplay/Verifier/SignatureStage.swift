package import Ledger
package import LedgerCrypto
import Synchronization

/// A block of which everything that needs no state has been looked at.
package struct ExaminedBlock: Sendable {
    package let block: Block
    package let transactions: [Result<VerifiedTransaction, Rejection>]
    package let isSignatureValid: Bool
    package let signatures: Int
}

/// The part of the replay that needs no state: it takes many blocks and answers for all of them, on all cores.
///
/// Signatures are handed out in chunks that a core works on for a few milliseconds, so that sharing them out costs nothing.
package actor SignatureStage {
    private let chain: Digest
    private let assumeValid: UInt64
    private let cores: Int
    private let workers: [Worker]
    private static let chunkSize = 64

    package init(chain: Digest, assumeValid: UInt64, cores: Int) {
        self.chain = chain
        self.assumeValid = assumeValid
        self.cores = max(1, cores)
        workers = (0..<max(1, cores)).map { _ in Worker() }
    }

    /// The keys that one worker has parsed. The lock is held for a whole share of work, so it costs nothing; it is there because a value
    /// that tasks hand to each other would be copied at its first change.
    private final class Worker: Sendable {
        let keys = Mutex(ParsedKeys())
    }

    /// One piece of work: some transactions of a block, with the header's signature before the first.
    private struct Chunk: Sendable {
        let block: Int
        let transactions: Range<Int>
    }

    private struct Answer: Sendable {
        let chunk: Chunk
        let transactions: [Result<VerifiedTransaction, Rejection>]
        let isSignatureValid: Bool
        let signatures: Int
    }

    package func examine(_ blocks: [Block]) async -> [ExaminedBlock] {
        let chunks = blocks.indices.flatMap { index in
            let count = blocks[index].transactions.count
            return stride(from: 0, to: max(1, count), by: Self.chunkSize).map {
                Chunk(block: index, transactions: $0..<min(count, $0 + Self.chunkSize))
            }
        }
        let perWorker = (chunks.count + cores - 1) / cores
        var answers: [Answer] = []
        answers.reserveCapacity(chunks.count)
        let (chain, assumeValid) = (chain, assumeValid)
        await withTaskGroup(of: [Answer].self) { group in
            for (index, worker) in workers.enumerated() {
                let share = chunks[min(chunks.count, index * perWorker)..<min(chunks.count, (index + 1) * perWorker)]
                guard !share.isEmpty else { continue }
                group.addTask {
                    worker.keys.withLock { keys in
                        share.map {
                            Self.work($0, on: blocks[$0.block], chain: chain, assumeValid: assumeValid, keys: &keys)
                        }
                    }
                }
            }
            for await part in group { answers += part }
        }
        answers.sort {
            ($0.chunk.block, $0.chunk.transactions.lowerBound) < ($1.chunk.block, $1.chunk.transactions.lowerBound)
        }
        return Self.join(answers, blocks)
    }

    private static func work(
        _ chunk: Chunk, on block: Block, chain: Digest, assumeValid: UInt64, keys: inout ParsedKeys
    ) -> Answer {
        let header = block.signedHeader
        var signatures = 0
        var isSignatureValid = true
        if chunk.transactions.lowerBound == 0 {
            isSignatureValid = keys.isValid(header.signature, by: header.header.producer, for: header.header.hash)
            signatures += 1
        }
        let skips = header.header.height <= assumeValid
        let results = chunk.transactions.map { index in
            Result { () throws(Rejection) in
                try block.verify(transaction: index, on: chain, skippingSignatures: skips, keys: &keys)
            }
        }
        if !skips { for index in chunk.transactions { signatures += block.transactions[index].witnesses.count } }
        return Answer(
            chunk: chunk, transactions: results, isSignatureValid: isSignatureValid, signatures: signatures)
    }

    private static func join(_ answers: [Answer], _ blocks: [Block]) -> [ExaminedBlock] {
        var examined: [ExaminedBlock] = []
        examined.reserveCapacity(blocks.count)
        var next = answers[...]
        for (index, block) in blocks.enumerated() {
            var transactions: [Result<VerifiedTransaction, Rejection>] = []
            transactions.reserveCapacity(block.transactions.count)
            var isSignatureValid = true
            var signatures = 0
            while let answer = next.first, answer.chunk.block == index {
                transactions += answer.transactions
                isSignatureValid = isSignatureValid && answer.isSignatureValid
                signatures += answer.signatures
                next.removeFirst()
            }
            examined.append(
                ExaminedBlock(
                    block: block, transactions: transactions, isSignatureValid: isSignatureValid,
                    signatures: signatures))
        }
        return examined
    }
}
