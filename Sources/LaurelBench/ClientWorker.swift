import ArgumentParser
import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerTesting

/// A client of a node, in a process of its own: sends what a file holds, one task for each connection.
struct ClientWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client-worker", abstract: "Sends the transactions of a file and prints what it took.")

    @Argument var load: String
    @Option var url: String
    @Option(help: "Transactions in a request; 1 sends each by itself.")
    var perRequest = 100
    @Option(help: "Requests a second over all connections; without it, each waits for its answer only.")
    var rate: Double?
    @Flag(help: "The server is one that throws away what it gets: its answers say nothing.")
    var sink = false

    struct Answer: Codable {
        var seconds: Double
        var transactions: Int
        var latencies: [Double]

        /// Transactions a second.
        var rate: Double { Double(transactions) / seconds }
    }

    func run() async throws {
        let load = try Load(path: load)
        let client = try LedgerClient(url: url, connections: load.streams.count)
        let start = ContinuousClock.now
        let streams = load.streams.count
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for (index, stream) in load.streams.enumerated() {
                group.addTask {
                    try await send(stream, by: client, from: start, offset: index, of: streams)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let answer = Answer(
            seconds: (ContinuousClock.now - start) / .seconds(1), transactions: load.count, latencies: latencies)
        try await client.shutdown()
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }

    /// - Returns: how long each request took, in milliseconds; at a fixed rate from the moment at which it was due.
    private func send(
        _ stream: [[UInt8]], by client: LedgerClient, from start: ContinuousClock.Instant, offset: Int, of streams: Int
    ) async throws -> [Double] {
        var latencies: [Double] = []
        for (number, first) in stride(from: 0, to: stream.count, by: perRequest).enumerated() {
            var begun = ContinuousClock.now
            if let rate {
                let due = start + .seconds(Double(number * streams + offset) / rate)
                // An open load: requests come when they are due, however slow the answers are.
                if due > begun { try await Task.sleep(until: due, clock: .continuous) }
                begun = due
            }
            let part = Array(stream[first..<min(stream.count, first + perRequest)])
            if perRequest == 1 {
                let receipt = try await client.submit(part[0])
                guard receipt.status == "committed" else { throw BenchFailure("\(receipt)") }
            } else {
                let results = try await client.receipts(ofBatch: part).results
                let committed = results.count { if case .committed = $0 { true } else { false } }
                guard sink || committed == part.count else {
                    throw BenchFailure(
                        "not committed: \(results.filter { if case .problem = $0 { true } else { false } })")
                }
            }
            latencies.append((ContinuousClock.now - begun) / .milliseconds(1))
        }
        return latencies
    }
}
