import Ledger

/// Reads blocks in batches and has each batch examined. Used by one batch at a time.
actor BatchReader<Source: BlockSource> {
    private var source: Source
    private let batchBytes: Int

    init(_ source: Source, batchBytes: Int) {
        self.source = source
        self.batchBytes = batchBytes
    }

    func next(through stage: SignatureStage) async -> Batch {
        var blocks: [Block] = []
        var bytes = 0
        var stop: Batch.Stop?
        while bytes < batchBytes, stop == nil {
            do {
                guard let next = try source.next() else {
                    stop = .end
                    break
                }
                bytes += next.count
                do throws(DecodingFault) { blocks.append(try Block(decoding: next)) } catch {
                    var decoder = CanonicalDecoder(next)
                    stop = .malformed(error, header: try? SignedHeader(from: &decoder))
                }
            } catch { stop = .failed("\(error)") }
        }
        return Batch(blocks: await stage.examine(blocks), stop: stop)
    }
}

/// Blocks that were examined, and what stopped the reading after them.
struct Batch: Sendable {
    enum Stop: Sendable {
        case end
        case malformed(DecodingFault, header: SignedHeader?)
        case failed(String)
    }

    let blocks: [ExaminedBlock]
    let stop: Stop?
}
