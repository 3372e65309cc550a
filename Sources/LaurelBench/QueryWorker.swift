import ArgumentParser
import Foundation
import Ledger
import LedgerClient
import LedgerTesting

/// Whoever looks at a node, in a process of its own: asks for balances and histories in turn, by one connection, a hundred a second.
struct QueryWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query-worker", abstract: "Asks a node for balances and histories and prints what it took.")

    @Argument(help: "A file of accounts, one a line.")
    var accounts: String
    @Option var url: String
    @Option(help: "How long, where no client sends meanwhile.")
    var seconds = 5
    @Option(help: "A file of transactions that a client sends one by one meanwhile; it ends with that.")
    var load: String?
    @Option(help: "That client's requests a second.")
    var rate: Double?

    struct Answer: Codable {
        var client: ClientWorker.Answer?
        /// In milliseconds.
        var latencies: [Double]

        var sent: ClientWorker.Answer {
            get throws {
                guard let client else { throw BenchFailure("no client was there") }
                return client
            }
        }
    }

    func run() async throws {
        let ids = try String(contentsOfFile: accounts, encoding: .utf8).split(separator: "\n").map {
            try AccountID(text: String($0))
        }
        guard !ids.isEmpty else { throw BenchFailure("no accounts in \(accounts)") }
        let answer: Answer
        if let client {
            let child = Thread.start { Result { try Child.run(client, as: ClientWorker.Answer.self) } }
            let latencies = try await ask(ids) { child.isDone }
            answer = Answer(client: try await child.value().get(), latencies: latencies)
        } else {
            let end = ContinuousClock.now + .seconds(seconds)
            answer = Answer(client: nil, latencies: try await ask(ids) { ContinuousClock.now >= end })
        }
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }

    private var client: [String]? {
        guard let load else { return nil }
        return ["client-worker", load, "--per-request", "1", "--url", url] + (rate.map { ["--rate", "\($0)"] } ?? [])
    }

    private func ask(_ ids: [AccountID], until isDone: () -> Bool) async throws -> [Double] {
        let client = try LedgerClient(url: url)
        var random = SeededRandom(seed: 7)
        var latencies: [Double] = []
        while !isDone() {
            let account = ids[Int.random(in: ids.indices, using: &random)]
            let start = ContinuousClock.now
            if latencies.count % 2 == 0 {
                _ = try await client.account(account)
            } else {
                _ = try await client.history(account, limit: 20)
            }
            latencies.append((ContinuousClock.now - start) / .milliseconds(1))
            // Some 100 queries a second: enough to look in on the node, too few to load it.
            try await Task.sleep(for: .milliseconds(10))
        }
        try await client.shutdown()
        return latencies
    }
}
