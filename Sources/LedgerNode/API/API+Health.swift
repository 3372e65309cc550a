import Hummingbird
import Ledger
import LedgerAPI
import LedgerStore

extension API {
    /// The node takes transactions.
    func readiness() async throws -> Response {
        if let reason = await engine.status.phase.reason { throw ProblemView.unavailable(reason, retryAfter: 5) }
        return .bytes(Array("ready\n".utf8), .text)
    }

    /// Prometheus' text format, version 0.0.4.
    func metrics() async throws -> Response {
        let status = await engine.status
        let counts = status.counts
        let totals = try store.totals()
        var text = ""
        func add(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            text += "# HELP laurel_\(name) \(help)\n# TYPE laurel_\(name) \(kind)\n"
            for sample in samples { text += "laurel_\(name)\(sample.labels) \(sample.value)\n" }
        }
        func one(_ name: String, _ kind: String, _ help: String, _ value: some BinaryInteger) {
            add(name, kind, help, [("", String(value))])
        }
        one("height", "gauge", "Height of the last durable block.", try store.head()?.header.height ?? 0)
        one("head_time_seconds", "gauge", "Time of the last block since 1970.", totals.time.milliseconds / 1000)
        one("chain_transactions", "gauge", "Transactions on the chain.", totals.transactions)
        one("accounts", "gauge", "Accounts on the chain.", try store.accountCount())
        one("pending_rewards", "gauge", "Rewards inside their challenge window.", totals.issued - totals.settled)
        one("accepting", "gauge", "1 while transactions are taken.", status.phase == .accepting ? 1 : 0)
        one("waiting_transactions", "gauge", "Transactions that are not yet durable.", status.waiting)
        one("waiting_bytes", "gauge", "Their size.", status.waitingBytes)
        one("sealed_blocks", "gauge", "Signed blocks that wait for the disk.", status.sealedBlocks)
        one("event_listeners", "gauge", "Open streams of events.", gate.listeners.count)
        one(
            "block_events_total", "counter", "Blocks encoded for listeners since the start.",
            recentEvents.made + earlierEvents.made)
        one("admitted_total", "counter", "Transactions admitted since the start.", counts.admitted)
        one("duplicates_total", "counter", "Transactions that waited already when sent again.", counts.duplicates)
        one("refused_total", "counter", "Transactions not looked at.", counts.refused)
        add(
            "rejected_total", "counter", "Transactions rejected by a rule that needs the state.",
            counts.rejected.sorted { $0.key < $1.key }.map { ("{rule=\"\($0.key)\"}", String($0.value)) })
        one("blocks_total", "counter", "Blocks committed since the start.", counts.blocks)
        one("committed_total", "counter", "Transactions committed since the start.", counts.committed)
        one("failures_total", "counter", "Commits that failed.", counts.failures)
        let milliseconds = counts.commitMilliseconds % 1000
        let fraction = String(repeating: "0", count: 3 - String(milliseconds).count) + String(milliseconds)
        add(
            "commit_seconds", "summary", "Time to make a block durable.",
            [("_sum", "\(counts.commitMilliseconds / 1000).\(fraction)"), ("_count", String(counts.blocks))])
        return .bytes(Array(text.utf8), .text)
    }
}
