import Foundation
import Glibc
import Ledger
import LedgerReplay
import LedgerTesting

/// Replays against the bare C loop, in turns.
enum ReplayCases {
    static func replay(_ work: Workplace) async throws -> [Figure] {
        let archive = try ArchiveMaker.make(
            work, "replay", transactions: work.size.transactions, perBlock: 4_000, people: work.size.people)
        let imported = try GrowthCases.importing(work, archive)
        return try pairs(work, archive, "replay", goal: 0.95) + assumed(work, archive) + [
            Figure("replay: rules, index and disk", [Double(imported.transactions) / imported.seconds], "tx/s"),
            Figure(
                "replay: data folder / archive", [Double(imported.diskBytes) / Double(archive.bytes)], "ratio",
                work.goal(.atMost(2.5))),
        ]
    }

    /// One transaction a block, so two signatures each.
    static func lonely(_ work: Workplace) async throws -> [Figure] {
        let archive = try ArchiveMaker.make(
            work, "lonely", transactions: work.size.lonelyBlocks, perBlock: 1, people: work.size.people)
        return try pairs(work, archive, "lonely", goal: 0.85)
    }

    private static func pairs(
        _ work: Workplace, _ archive: ArchiveMaker.Made, _ name: String, goal: Double
    ) throws -> [Figure] {
        var ratios: [Double] = []
        var rates: [Double] = []
        var memory: [Double] = []
        // Half of the loop before the replay and half after it, so that a machine that becomes slower meanwhile is so for both.
        func half() throws -> Double {
            let rounds = max(1, Int(archive.signatures) / archive.loop.count / 2)
            return try archive.loop.rate(rounds: rounds, processes: Parallel.cores)
        }
        for _ in 0..<work.repeats {
            let before = try half()
            let replay = try Child.run(["replay-worker", archive.path], as: ReplayWorker.Answer.self)
            guard replay.holds, replay.head == archive.head, replay.signatures == archive.signatures else {
                throw BenchFailure("\(name): the replay came to \(replay), the chain has \(archive)")
            }
            let after = try half()
            let loop = 2 / (1 / before + 1 / after)
            let rate = Double(replay.signatures) / replay.seconds
            ratios.append(rate / loop)
            rates.append(rate)
            memory.append(Double(replay.memoryKiB) / 1024)
            work.say("    \(Int(rate)) signatures/s, C loop \(Int(loop)), ratio \(rate / loop)")
        }
        return [
            Figure("\(name): rate / C loop", ratios, "ratio", work.goal(.atLeast(goal))),
            Figure("\(name): signatures", rates, "1/s"),
            Figure(
                "\(name): memory", memory, "MiB",
                work.goal(
                    .atMost(
                        200 + Double(archive.accounts) * 300 / 1e6 + Double(archive.pending) * 128 / 1e6
                            + Double(archive.references) * 48 / 1e6)),
                note: "\(archive.accounts) accounts, \(archive.pending) pending, \(archive.references) references"),
        ]
    }

    private static func assumed(_ work: Workplace, _ archive: ArchiveMaker.Made) throws -> [Figure] {
        var rates: [Double] = []
        for _ in 0..<min(5, work.repeats) {
            let replay = try Child.run(
                ["replay-worker", archive.path, "--assume-valid", "\(UInt64.max)"], as: ReplayWorker.Answer.self)
            guard replay.holds, replay.head == archive.head else {
                throw BenchFailure("replay without signatures came to \(replay)")
            }
            rates.append(Double(replay.transactions) / replay.seconds)
        }
        return [Figure("replay: signatures skipped", rates, "tx/s", work.goal(.atLeast(400_000)))]
    }
}
