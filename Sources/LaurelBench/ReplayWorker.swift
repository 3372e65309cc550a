import ArgumentParser
import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// One replay of an archive, in a process of its own.
struct ReplayWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-worker", abstract: "Replays one archive and prints what it took.")

    @Argument var archive: String
    @Option var assumeValid: UInt64 = 0
    @Option var cores = Parallel.cores
    @Flag(help: "Stops itself before it begins, until somebody lets it go on.") var inTurns = false

    struct Answer: Codable {
        var holds: Bool
        var head: String
        var transactions: UInt64
        var signatures: UInt64
        var seconds: Double
        var memoryKiB: Int
    }

    func run() async throws {
        let reader = try ArchiveReader(path: archive)
        var options = ReplayOptions(now: .latest, cores: cores)
        options.assumeValid = assumeValid
        if inTurns { raise(SIGSTOP) }
        let start = ContinuousClock.now
        let report = try await Replay(genesis: reader.genesis, options: options).run(reader)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let answer = Answer(
            holds: report.holds, head: report.headHash.hex, transactions: report.transactions,
            signatures: report.signatures, seconds: seconds, memoryKiB: try Memory.peakKiB)
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }
}
