import Ledger
import LedgerCrypto

/// The sequential half of a replay: the state so far, and the first fault.
struct ReplayRun: Sendable {
    private(set) var state: LedgerState
    private(set) var fault: ReplayFault?
    private var head: SignedHeader?
    private var last: (totals: Totals, stateRoot: Digest, accounts: Int)
    private var signatures: UInt64 = 0
    private var bytes: UInt64 = 0
    private var height: UInt64 = 0
    private var sourceFailure: (any Error)?

    init(genesis: Genesis, keepsPostings: Bool) {
        state = LedgerState(genesis: genesis)
        state.keepsPostings = keepsPostings
        last = (state.totals, state.stateRoot, state.accounts.count)
    }

    /// Applies a block; nil where it does not hold.
    mutating func apply(_ examined: ExaminedBlock, now: Timestamp) -> BlockChanges? {
        let block = examined.block
        do throws(BlockFault) {
            let changes = try state.accept(
                block, runs: examined.runs, isSignatureValid: examined.isSignatureValid)
            guard block.header.time <= now else { throw .future(got: block.header.time, now: now) }
            head = block.signedHeader
            height += 1
            last = (state.totals, block.header.stateRoot, state.accounts.count)
            signatures += UInt64(examined.signatures)
            bytes += UInt64(block.bytes.count)
            return changes
        } catch {
            fault = ReplayFault(height: height + 1, fault: error, header: block.signedHeader)
            return nil
        }
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

    func report(assumedValid: UInt64) -> ReplayReport {
        ReplayReport(
            genesis: state.genesis, chainID: state.chainID, height: height,
            headHash: head?.header.hash ?? state.chainID, head: head, transactions: last.totals.transactions,
            signatures: signatures, assumedValid: min(assumedValid, height), totals: last.totals,
            stateRoot: last.stateRoot, accounts: last.accounts, fault: fault,
            sourceFailure: sourceFailure.map { "\($0)" }, archiveFault: sourceFailure as? ArchiveFault)
    }
}
