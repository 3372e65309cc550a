import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerTesting

/// How long a node with a large ledger takes from its start until it is ready.
enum StartCase {
    static func start(_ work: Workplace) async throws -> [Figure] {
        let community = BenchCommunity(seed: 4, people: 1, window: .zero, blockBytes: 4 << 20)
        let directory = work.path("start")
        let batches = max(2, work.size.transactions / Reward.creditLimit)
        // Each credit to a handle of its own, with a reference of its own.
        let rewards = try community.rewards(batches) { batch, index in
            let number = batch * Reward.creditLimit + index
            return Credit(
                to: .handle(Handle(unchecked: "bench:\(number)")), amount: Amount(10), reason: .ticketResolved,
                reference: Reference(unchecked: "S-\(number)"))
        }
        try await BenchEngine(community, at: directory, clock: SystemClock()).commit(rewards)
        var seconds: [Double] = []
        for _ in 0..<min(5, work.repeats) {
            let start = ContinuousClock.now
            seconds.append(
                try await BenchServer.run(community, at: directory) { _ in
                    (ContinuousClock.now - start) / .seconds(1)
                })
        }
        let report = try await BenchServer.audit(directory)
        return [
            Figure(
                "start: seconds to ready", seconds, "s", work.goal(.atMost(3)),
                note: "\(report.accounts) accounts, \(report.totals.issued) references")
        ]
    }
}
