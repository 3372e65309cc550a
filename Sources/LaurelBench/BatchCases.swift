import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerStore
import LedgerTesting

/// Batch rewards of 1,024 credits, from the signed bytes to durable blocks with index and histories.
enum BatchCases {
    static func credits(_ work: Workplace) async throws -> [Figure] {
        var rates: [Double] = []
        var disk: [Double] = []
        let batches = max(2, work.size.transactions / Reward.creditLimit)
        for run in 0..<min(5, work.repeats) {
            let community = BenchCommunity(
                seed: 2, people: work.size.people, window: .hours(1), blockBytes: Policy.blockBytesRange.upperBound / 4)
            let transactions = try community.rewards(batches) { batch, index in
                var random = SeededRandom(seed: UInt64(batch * Reward.creditLimit + index))
                let person = community.people[Int.random(in: 0..<community.people.count, using: &random)]
                return Credit(
                    to: .key(person.publicKey), amount: Amount(1000), reason: .ticketResolved,
                    reference: Reference(unchecked: "T-\(batch * Reward.creditLimit + index)"))
            }
            let directory = work.path("batches-\(run)")
            let (seconds, report) = try await commit(transactions, community, directory)
            guard report.totals.issued == UInt64(batches * Reward.creditLimit) else {
                throw BenchFailure("\(report.totals.issued) credits were issued, not \(batches * Reward.creditLimit)")
            }
            rates.append(Double(batches * Reward.creditLimit) / seconds)
            let archived = transactions.reduce(0) { $0 + $1.count } + Int(report.height) * 278
            disk.append(Double(try Disk.bytes(directory)) / Double(archived))
            try FileManager.default.removeItem(atPath: directory)
        }
        return [
            Figure("batches: credits", rates, "1/s", work.goal(.atLeast(300_000))),
            Figure("batches: data folder / archive", disk, "ratio", work.goal(.atMost(2.5))),
        ]
    }

    private static func commit(
        _ transactions: [[UInt8]], _ community: BenchCommunity, _ directory: String
    ) async throws -> (seconds: Double, report: ReplayReport) {
        let node = try BenchEngine(community, at: directory, clock: SystemClock())
        let start = ContinuousClock.now
        try await node.commit(transactions)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let report = try await node.audit()
        // SQLite's log, up to 32 MiB, is no part of what the ledger comes to.
        try node.store.makeDurable()
        return (seconds, report)
    }
}

enum Disk {
    /// What the files of a folder hold.
    static func bytes(_ directory: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: directory).reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
            return sum + ((attributes[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}
