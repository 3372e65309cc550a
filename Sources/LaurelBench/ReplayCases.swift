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
        let checks = work.path("\(name)-checks")
        try Data(archive.loop.bytes).write(to: URL(filePath: checks))
        let rounds = max(1, Int(archive.signatures) / archive.loop.count)
        for _ in 0..<work.repeats {
            let loops = try (0..<Parallel.cores).map { core in
                try Child.start(
                    [
                        "loop-worker", checks, "--rounds", "\(rounds)", "--first", "\(core)", "--step",
                        "\(Parallel.cores)",
                    ])
            }
            let worker = try Child.start(["replay-worker", archive.path, "--in-turns"])
            let seconds = try Turns.run([worker.child], loops.map(\.child))
            guard try loops.allSatisfy({ try $0.answer(as: LoopWorker.Answer.self).holds }) else {
                throw BenchFailure("\(name): the C loop found a signature that does not hold")
            }
            let replay = try worker.answer(as: ReplayWorker.Answer.self)
            guard replay.holds, replay.head == archive.head, replay.signatures == archive.signatures else {
                throw BenchFailure("\(name): the replay came to \(replay), the chain has \(archive)")
            }
            let loop = Double(archive.loop.count * rounds) / seconds.second
            let rate = Double(replay.signatures) / seconds.first
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
