import ArgumentParser
import Glibc
import Ledger
import LedgerAPI
import LedgerClient

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print blocks as they are committed, until interrupted.")
    @Option(help: "Begin after this height instead of now.") var after: UInt64?
    @Option(help: "Stop after so many blocks.") var count: Int?
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard count.map({ $0 >= 0 }) ?? true else {
            throw ValidationError("--count is \(count ?? 0); allowed is 0 and more.")
        }
    }

    func run() async throws {
        try await look.withSource { source in
            var left = count ?? .max
            guard left > 0 else { return }
            var last = after
            for try await block in source.events(after: after) {
                try show(block)
                last = block.height
                left -= 1
                if left <= 0 { return }
            }
            throw CommandFailure.impossible(
                "the node ended its stream" + (last.map { " after block \($0); go on with --after \($0)" } ?? ""))
        }
    }

    private func show(_ block: BlockView) throws {
        if output.json { return try printJSONLine(block) }
        let kinds = Dictionary(grouping: block.transactions, by: \.action).mapValues(\.count)
            .sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        Output.printLine("\(block.time)  block \(block.height)  \(kinds.isEmpty ? "maturity" : kinds)")
        fflush(nil)  // Whoever watches wants to know now.
    }
}
