import Ledger

/// Blocks that were read together and examined. The last batch of a source says why no more came.
struct Batch: Sendable {
    enum Stop: Sendable {
        case end
        case malformed(DecodingFault, header: SignedHeader?)
        case failed(any Error)
    }

    let blocks: [ExaminedBlock]
    let stop: Stop?
}

/// Takes blocks from a source, as bytes, in batches: each has at least `batchBytes`, by a block more at most, but for the last, which has
/// what is left.
struct BatchReader<Source: BlockSource> {
    private var source: Source
    private let batchBytes: Int
    /// What ended the source; nil while there may be more.
    private(set) var stop: Batch.Stop?

    init(_ source: Source, batchBytes: Int) {
        self.source = source
        self.batchBytes = batchBytes
    }

    /// The next batch, or what is left of the source; nothing after that.
    mutating func next() -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var bytes = 0
        while bytes < batchBytes, stop == nil {
            do {
                if let next = try source.next() {
                    bytes += next.count
                    blocks.append(next)
                } else {
                    stop = .end
                }
            } catch { stop = .failed(error) }
        }
        return blocks
    }
}
