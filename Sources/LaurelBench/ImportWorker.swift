import ArgumentParser
import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerStore
import LedgerTesting

/// Makes a data folder from an archive, signatures left out: rules, roots, index and disk alone, in a process of its own.
struct ImportWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-worker", abstract: "Makes a data folder from an archive and prints what it took.")

    @Argument var archive: String
    @Argument var directory: String

    struct Answer: Codable {
        var head: String
        var transactions: UInt64
        var seconds: Double
        var diskBytes: Int
        var memoryKiB: Int
    }

    func run() async throws {
        let start = ContinuousClock.now
        let report = try await rebuild()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard report.holds else { throw BenchFailure("the archive does not hold") }
        let answer = Answer(
            head: report.headHash.hex, transactions: report.transactions, seconds: seconds,
            diskBytes: try Disk.bytes(directory), memoryKiB: try Memory.peakKiB)
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }

    private func rebuild() async throws -> ReplayReport {
        let reader = try ArchiveReader(path: archive)
        let store = try LedgerStore.create(at: directory, genesis: reader.genesis)
        var options = ReplayOptions(now: .latest, cores: Parallel.cores)
        options.keepsPostings = true
        options.assumeValid = .max
        return try await Replay(genesis: reader.genesis, options: options).run(reader) { closed, _ in
            try store.commit(closed.update)
        }
    }
}
