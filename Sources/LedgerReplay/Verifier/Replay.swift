public import Ledger

/// What a replay is told.
public struct ReplayOptions: Sendable {
    /// The auditor's clock: a block of a later time is refused.
    public var now: Timestamp
    /// Up to this height transactions' signatures are not checked, which the report says. 0 checks all.
    public var assumeValid: UInt64 = 0
    public var cores: Int
    /// Whether postings are written down for ``Replay/run(_:observing:)``.
    public var keepsPostings = false
    /// Called after each batch.
    public var progress: (@Sendable (ReplayProgress) -> Void)?

    public init(now: Timestamp, cores: Int) {
        self.now = now
        self.cores = cores
    }
}

/// The replay verifier: a source of blocks in, a report out.
///
/// Blocks are read in batches of half a megabyte, or of one block that is larger. While the rules are applied to one batch, in order and on
/// one core, the next batches are decoded and their signatures checked on all. Memory is bounded by the batches that are under way beside
/// the state, and the first fault in chain order is the one reported, whichever thread found it.
public struct Replay: Sendable {
    private let genesis: Genesis
    private let options: ReplayOptions
    private static let batchBytes = 1 << 19
    /// How many batches are under way at once: one whose rules are applied, one that is ready, one that is examined, so that no core
    /// has to wait for the end of a batch.
    private static let batchesAhead = 3

    public init(genesis: Genesis, options: ReplayOptions) {
        self.genesis = genesis
        self.options = options
    }

    /// Replays a source to its end or its first fault.
    public func run(_ source: some BlockSource) async throws -> ReplayReport {
        try await run(source) { _, _ in }
    }

    /// The same, looked at block by block.
    ///
    /// - Parameter observing: called after each sound block, with the state after it and what it changed. What it throws ends the
    ///   replay and is thrown on.
    public func run(
        _ source: some BlockSource, observing: (borrowing ClosedBlock, Block) throws -> Void
    ) async throws -> ReplayReport {
        var run = ReplayRun(genesis: genesis, keepsPostings: options.keepsPostings)
        let stage = SignatureStage(
            chain: run.chainID, assumeValid: options.assumeValid, cores: options.cores)
        var reader = BatchReader(source, batchBytes: Self.batchBytes)
        try await withThrowingTaskGroup(of: (Int, Batch).self) { group in
            var started = 0
            var applied = 0
            var ready: [Int: Batch] = [:]
            while run.fault == nil {
                while started < applied + Self.batchesAhead, started == 0 || reader.stop == nil {
                    let (number, encodings) = (started, reader.next())
                    let stop = reader.stop
                    group.addTask { (number, await stage.examine(encodings).batch(endedBy: stop)) }
                    started += 1
                }
                guard applied < started else { break }
                while ready[applied] == nil, let (number, batch) = try await group.next() { ready[number] = batch }
                guard let batch = ready.removeValue(forKey: applied) else { break }
                applied += 1
                for examined in batch.blocks {
                    guard try run.apply(examined, now: options.now, observing) else { break }
                }
                options.progress?(run.progress)
                if let stop = batch.stop, run.fault == nil { run.end(stop) }
            }
            group.cancelAll()
        }
        return run.report
    }
}

extension SignatureStage.Answer {
    /// A block that does not decode ends the chain before whatever ended the source.
    fileprivate func batch(endedBy stop: Batch.Stop?) -> Batch {
        Batch(blocks: blocks, stop: malformed.map { .malformed($0.fault, header: $0.header) } ?? stop)
    }
}
