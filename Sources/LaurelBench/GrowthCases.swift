import Foundation
import LedgerTesting

/// How rates, memory and disk grow with the chain and with the number of accounts.
enum GrowthCases {
    static func growth(_ work: Workplace) async throws -> [Figure] {
        let most = work.size.transactions
        var figures: [Figure] = []
        for transactions in [10_000, 100_000, 1_000_000, 10_000_000] where transactions <= most {
            figures += try measure(work, transactions: transactions, people: work.size.people)
        }
        for people in [1_000, 100_000, 1_000_000] where people <= most && people != work.size.people {
            figures += try measure(work, transactions: max(most / 10, people * 2), people: people)
        }
        return figures
    }

    private static func measure(_ work: Workplace, transactions: Int, people: Int) throws -> [Figure] {
        let name = "growth: \(transactions) transactions, \(people) accounts"
        let archive = try ArchiveMaker.make(work, "growth", transactions: transactions, perBlock: 4_000, people: people)
        defer { try? FileManager.default.removeItem(atPath: archive.path) }
        let replay = try Child.run(["replay-worker", archive.path], as: ReplayWorker.Answer.self)
        guard replay.holds, replay.head == archive.head else { throw BenchFailure("\(name): it does not hold") }
        let imported = try importing(work, archive)
        work.say("    \(name)")
        return [
            Figure("\(name): replay", [Double(transactions) / replay.seconds], "tx/s"),
            Figure("\(name): replay memory", [Double(replay.memoryKiB) / 1024], "MiB"),
            Figure("\(name): rules, index and disk", [Double(transactions) / imported.seconds], "tx/s"),
            Figure("\(name): data folder / archive", [Double(imported.diskBytes) / Double(archive.bytes)], "ratio"),
        ]
    }

    /// What a data folder made from an archive takes.
    static func importing(_ work: Workplace, _ archive: ArchiveMaker.Made) throws -> ImportWorker.Answer {
        let directory = work.path("imported")
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let imported = try Child.run(["import-worker", archive.path, directory], as: ImportWorker.Answer.self)
        guard imported.head == archive.head else { throw BenchFailure("the import ended at \(imported.head)") }
        return imported
    }
}
