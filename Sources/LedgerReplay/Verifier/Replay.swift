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
/// Blocks are read in batches of a few megabytes. While the rules are applied to one batch, in order and on one core, the signatures of the next
/// are checked on all. So memory is bounded by two batches beside the state, and the first fault in chain order is the one reported, whichever
/// thread found it.
public struct Replay: Sendable {
    private let genesis: Genesis
    private let options: ReplayOptions
    private static let batchBytes = 2 << 20

    public init(genesis: Genesis, options: ReplayOptions) {
        self.genesis = genesis
        self.options = options
    }

    /// Replays a source to its end or its first fault.
    ///
    /// - Parameter observing: called after each sound block with the state after it and what it changed. What it throws ends the
    ///   replay and is thrown on.
    public func run(
        _ source: some BlockSource, observing: (LedgerState, Block, BlockChanges) throws -> Void = { _, _, _ in }
    ) async throws -> ReplayReport {
        var run = ReplayRun(genesis: genesis, keepsPostings: options.keepsPostings)
        let stage = SignatureStage(
            chain: run.state.chainID, assumeValid: options.assumeValid, cores: options.cores)
        let reader = BatchReader(source, batchBytes: Self.batchBytes)
        var batch = await reader.next(through: stage)
        while true {
            let current = batch
            async let following = current.stop == nil ? reader.next(through: stage) : current
            for examined in current.blocks where run.fault == nil {
                guard let changes = run.apply(examined, now: options.now) else { break }
                try observing(run.state, examined.block, changes)
            }
            batch = await following
            options.progress?(run.progress)
            guard run.fault == nil else { break }
            if let stop = current.stop {
                run.end(stop)
                break
            }
        }
        return run.report(assumedValid: options.assumeValid)
    }
}
