import LedgerTesting

/// How long answers took in one round of the latency case, in milliseconds.
struct LatencyRound: CustomStringConvertible {
    /// Transactions a second where each connection sends the next as soon as it has an answer.
    let saturated: Double
    /// Of each transaction at half of that rate.
    let half: [Double]
    /// Of each query on an idle node, on a saturated one, at half load.
    let idleQueries: [Double]
    let fullQueries: [Double]
    let halfQueries: [Double]

    var description: String {
        let worst = [idleQueries, fullQueries, halfQueries].map { "\(Spread.percentile(0.99, of: $0))" }
        return
            "\(Int(saturated)) tx/s; at half of that \(Spread.percentile(0.99, of: half)) ms in 99 % of cases; queries "
            + worst.joined(separator: ", ") + " ms: idle, saturated, half load"
    }

    static func figures(_ rounds: [LatencyRound], _ work: Workplace) -> [Figure] {
        func percentile(
            _ share: Double, _ name: String, _ latencies: (LatencyRound) -> [Double], limit: Double? = nil
        ) -> Figure {
            Figure(
                name, rounds.map { Spread.percentile(share, of: latencies($0)) }, "ms",
                limit.flatMap { work.goal(.atMost($0)) })
        }
        return [
            Figure("node: 1 a request, saturated", rounds.map(\.saturated), "tx/s"),
            percentile(0.5, "node: 1 a request at half load, p50", { $0.half }, limit: 60),
            percentile(0.99, "node: 1 a request at half load, p99", { $0.half }, limit: 150),
            percentile(0.99, "queries: idle, p99", { $0.idleQueries }),
            percentile(0.99, "queries: half load, p99", { $0.halfQueries }, limit: 5),
            percentile(0.99, "queries: saturated, p99", { $0.fullQueries }, limit: 25),
        ]
    }
}
