import ArgumentParser
import Dispatch
import Foundation
import LedgerTesting

@main
enum Main {
    /// Not asynchronous, since the queue that Swift's asynchronous main runs on is what profilers stumble over.
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == ProfileCommand.configuration.commandName {
            return ProfileCommand.main(Array(arguments.dropFirst()))
        }
        Task {
            await LaurelBench.main(arguments)
            exit(0)
        }
        dispatchMain()
    }
}

struct LaurelBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laurel-bench",
        abstract: "Measures Laurel against the work that can't be avoided, within one run.",
        subcommands: [
            Run.self, ReplayWorker.self, LoopWorker.self, ImportWorker.self, ClientWorker.self, QueryWorker.self,
            ProfileCommand.self,
        ],
        defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Runs the cases and prints one table.")

        @Flag(
            help: "Small data, so that it takes seconds: shows that the cases are right, not how fast."
        )
        var smoke = false
        @Option(help: "Only cases whose name begins with this. Without it all but 'growth', which takes long.")
        var only: String?
        @Option(help: "Transactions in the replayed chain, instead of the size's own.")
        var transactions: Int?
        @Option(help: "Interleaved pairs, or repetitions, of each case.")
        var repeats: Int?
        @Flag(help: "Leaves the data in their folder, for profilers.")
        var keep = false
        @Option(help: "Also writes the figures as JSON to this file.")
        var json: String?

        func run() async throws {
            var size = smoke ? BenchSize.smoke : .full
            if let transactions { size.transactions = transactions }
            let work = try Workplace(size: size, repeats: repeats ?? size.repeats)
            defer { if keep { work.say("kept \(work.directory)") } else { work.remove() } }
            var figures: [Figure] = []
            for (name, measure) in BenchCases.all where only.map({ name.hasPrefix($0) }) ?? (name != "growth") {
                work.say("\(name) …")
                let part = try await measure(work)
                for figure in part { work.say("  \(figure.line)") }
                figures += part
            }
            print("on \(Parallel.cores) cores of \(Processor.here)\n\(figures.table)")
            guard let json else { return }
            let report = Report(smoke: smoke, processor: .here, cores: Parallel.cores, figures: figures)
            try report.encoded.write(to: URL(filePath: json))
        }
    }
}

/// How large the cases are.
struct BenchSize: Sendable {
    var transactions: Int
    let people: Int
    let lonelyBlocks: Int
    /// Of each kind of load by single requests.
    let seconds: Int
    let repeats: Int

    static let full = BenchSize(
        transactions: 1_000_000, people: 10_000, lonelyBlocks: 100_000, seconds: 20, repeats: 10)
    static let smoke = BenchSize(transactions: 6_000, people: 200, lonelyBlocks: 300, seconds: 1, repeats: 1)
}

/// The cases in order. Each makes its data from a seed and checks its result.
enum BenchCases {
    typealias Measure = @Sendable (Workplace) async throws -> [Figure]

    static let all: [(name: String, measure: Measure)] = [
        ("hashing", HashingCase.hashing),
        ("replay", ReplayCases.replay),
        ("lonely", ReplayCases.lonely),
        ("batches", BatchCases.credits),
        ("node", NodeCases.batches),
        ("latency", NodeCases.latency),
        ("start", StartCase.start),
        ("large", LargeCase.large),
        ("growth", GrowthCases.growth),
    ]
}
