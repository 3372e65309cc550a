import Ledger
import LedgerReplay
import Synchronization

/// How an audit comes along, on the terminal: blocks, transactions, signatures a second.
final class AuditMeter: Sendable {
    private let start = ContinuousClock.now
    private let last = Mutex(ContinuousClock.now)

    func show(_ progress: ReplayProgress) {
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            guard now - last > .milliseconds(200) else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let seconds = Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18
        let rate = Int(Double(progress.signatures) / max(seconds, 0.001))
        Terminal.progress(
            "block \(progress.height), \(progress.transactions) transactions, \(rate) signatures/s")
    }

    func end() { Terminal.progress("") }
}
