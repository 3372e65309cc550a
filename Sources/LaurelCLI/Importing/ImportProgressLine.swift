import LedgerImport

/// The line on the terminal that says how far an import has come.
final class ImportProgressLine {
    private var last: ContinuousClock.Instant?

    /// Shows it at most ten times a second.
    func show(_ progress: ImportProgress) {
        guard Terminal.isError else { return }
        let now = ContinuousClock.now
        if let last, now - last < .milliseconds(100) { return }
        last = now
        let what =
            switch progress.phase {
            case .comparing: "comparing the chain with the ledger: block"
            case .signing: "signing and checking: transaction"
            case .writing: "writing: block"
            }
        Terminal.progress("\(what) \(progress.done) of \(progress.total)")
    }

    func end() {
        if last != nil { Terminal.progress("") }
        last = nil
    }
}
