import Ledger
import LedgerCrypto

/// The sequential half of a replay: the state so far, and the first fault.
struct ReplayRun: ~Copyable, Sendable {
    private let genesis: Genesis
    let chainID: Digest
    /// Nil after a fault.
    private var state: LedgerState?
    private(set) var fault: ReplayFault?
    private var head: SignedHeader?
    private var last: (totals: Totals, stateRoot: Digest, accounts: Int)
    private var signatures: UInt64 = 0
    private var bytes: UInt64 = 0
    private var height: UInt64 = 0
    /// The last block whose transactions' signatures were assumed valid.
    private var assumedValid: UInt64 = 0
    private var sourceFailure: (any Error)?

    init(genesis: Genesis, keepsPostings: Bool) {
        var start = LedgerState(genesis: genesis)
        start.keepsPostings = keepsPostings
        self.genesis = genesis
        chainID = start.chainID
        last = (start.totals, start.stateRoot, start.accounts.count)
        state = consume start
    }

    /// Applies a block and lets an observer look at it; false where it does not hold.
    mutating func apply(
        _ examined: ExaminedBlock, now: Timestamp, _ observing: (borrowing ClosedBlock, Block) throws -> Void
    ) throws -> Bool {
        guard let before = state.take() else { return false }
        let block = examined.block
        let closed: ClosedBlock
        do throws(BlockFault) {
            switch examined {
            case .verified(let verified): closed = try before.accepting(verified)
            case .assumed(let assumed): closed = try before.accepting(assumed: assumed)
            }
        } catch {
            end(with: error, at: block)
            return false
        }
        guard block.header.time <= now else {
            end(with: .future(got: block.header.time, now: now), at: block)
            return false
        }
        head = block.signedHeader
        height += 1
        if case .assumed = examined { assumedValid = height }
        last = (closed.state.totals, block.header.stateRoot, closed.state.accounts.count)
        signatures += UInt64(examined.signatures)
        bytes += UInt64(block.bytes.count)
        try observing(closed, block)
        state = closed.takeState()
        return true
    }

    private mutating func end(with fault: BlockFault, at block: Block) {
        self.fault = ReplayFault(height: height + 1, fault: fault, header: block.signedHeader)
    }

    /// Takes in what ended the source.
    mutating func end(_ stop: Batch.Stop) {
        switch stop {
        case .end: break
        case .malformed(let decoding, let header):
            fault = ReplayFault(height: height + 1, fault: .malformedBlock(decoding), header: header)
        case .failed(let error): sourceFailure = error
        }
    }

    var progress: ReplayProgress {
        ReplayProgress(height: height, transactions: last.totals.transactions, signatures: signatures, bytes: bytes)
    }

    var report: ReplayReport {
        ReplayReport(
            genesis: genesis, chainID: chainID, height: height, headHash: head?.header.hash ?? chainID, head: head,
            transactions: last.totals.transactions,
            signatures: signatures, assumedValid: assumedValid, totals: last.totals,
            stateRoot: last.stateRoot, accounts: last.accounts, fault: fault,
            sourceFailure: sourceFailure.map { "\($0)" }, archiveFault: sourceFailure as? ArchiveFault)
    }
}
