import ArgumentParser
import Foundation
import LedgerTesting

/// One core's share of the C loop, in a process that can be stopped and let go on.
struct LoopWorker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loop-worker", abstract: "Checks a share of the signatures in a file.")

    @Argument var checks: String
    @Option var rounds: Int
    @Option var first: Int
    @Option var step: Int

    /// As JSON, like all workers' answers.
    struct Answer: Codable {
        var holds: Bool
    }

    func run() throws {
        let loop = VerifyLoop(Array(try Data(contentsOf: URL(filePath: checks))))
        let answer = Answer(holds: loop.holds(rounds: rounds, first: first, step: step))
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }
}
