import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerStore
import LedgerTesting

/// A node over HTTP on the loopback, its client in a process of its own.
enum NodeCases {
    /// A folder in which every person has been paid, and how to go on from it.
    private static func folder(_ work: Workplace, _ name: String) async throws -> (BenchCommunity, String) {
        let community = BenchCommunity(seed: 3, people: work.size.people, window: .zero, blockBytes: 4 << 20)
        let directory = work.path(name)
        let node = try BenchEngine(community, at: directory, clock: SystemClock())
        let people = community.people
        let batches = stride(from: 0, to: people.count, by: Reward.creditLimit).map { first in
            people[first..<min(people.count, first + Reward.creditLimit)].enumerated().map { index, person in
                Credit(
                    to: .key(person.publicKey), amount: Amount(1_000_000), reason: .ticketResolved,
                    reference: Reference(unchecked: "start-\(first + index)"))
            }
        }
        let chain = community.genesis.chainID
        let transactions = try batches.enumerated().map { index, credits in
            try SignedTransaction(
                Transaction(
                    sender: .key(community.issuers[0].publicKey), sequence: UInt64(index),
                    validUntil: SystemClock().wall.adding(.hours(24)), action: Action(Reward(credits))), on: chain,
                keys: [community.issuers[0]]
            ).encoded
        }
        try await node.commit(transactions)
        return (community, directory)
    }

    /// Requests of 100 by 8 connections, against the C loop while the same client feeds a sink.
    static func batches(_ work: Workplace) async throws -> [Figure] {
        let (community, directory) = try await folder(work, "node-batches")
        var sequences = [UInt64](repeating: 0, count: community.people.count)
        let count = max(2_000, work.size.transactions / 10)
        var ratios: [Double] = []
        var rates: [Double] = []
        for _ in 0..<work.repeats {
            let load = try Load.transfers(
                count, community, connections: 8, validUntil: SystemClock().wall.adding(.hours(24)),
                sequences: &sequences)
            let path = work.path("load")
            try load.write(to: path)
            let before = try await limit(load, path, on: community.genesis.chainID)
            let used = (CPU.own, CPU.children)
            let node = try await BenchServer.run(community, at: directory) { url in
                try await Thread.start {
                    Result { try Child.run(["client-worker", path, "--url", url], as: ClientWorker.Answer.self) }
                }.value().get()
            }
            let per = { (seconds: Double) in Int(seconds * 1e6 / Double(count)) }
            work.say(
                "    CPU: node \(per(CPU.own - used.0)) µs a transaction, client \(per(CPU.children - used.1)) µs")
            let after = try await limit(load, path, on: community.genesis.chainID)
            let limit = 2 / (1 / before + 1 / after)
            let rate = Double(count) / node.seconds
            rates.append(rate)
            ratios.append(rate / limit)
            work.say("    \(Int(rate)) tx/s, C loop beside the client \(Int(limit)), ratio \(rate / limit)")
        }
        let report = try await BenchServer.audit(directory)
        guard report.transactions >= UInt64(count * rates.count) else {
            throw BenchFailure("\(report.transactions) transactions are there")
        }
        return [
            Figure("node: 100 a request, rate / C loop", ratios, "ratio", work.goal(.atLeast(0.7))),
            Figure("node: 100 a request", rates, "tx/s"),
        ]
    }

    /// How many signatures the C loop checks while the client sends as many transactions to a server that throws them away: asked before
    /// and after the node, so that a machine that becomes slower meanwhile is so for both.
    private static func limit(_ load: Load, _ path: String, on chain: Digest) async throws -> Double {
        var loop = VerifyLoop()
        for bytes in load.all.prefix(10_000) { loop.add(try SignedTransaction(decoding: bytes), on: chain) }
        let sink = try Sink()
        defer { sink.stop() }
        let url = "http://127.0.0.1:\(sink.port)"
        let client = Thread.start {
            try? Child.run(["client-worker", path, "--url", url, "--sink"], as: ClientWorker.Answer.self)
        }
        let rate = try loop.rate(rounds: max(1, load.count / loop.count), processes: Parallel.cores)
        guard await client.value() != nil else { throw BenchFailure("the client of the sink failed") }
        return rate
    }

    /// One transaction a request by 64 connections, and queries meanwhile: of an idle node, a saturated one, one at half of that.
    static func latency(_ work: Workplace) async throws -> [Figure] {
        let (community, directory) = try await folder(work, "node-latency")
        var sequences = [UInt64](repeating: 0, count: community.people.count)
        let validUntil = SystemClock().wall.adding(.hours(24))
        let (path, accounts) = (work.path("load"), work.path("accounts"))
        let ids = community.people.map { AccountID.key($0.publicKey).description }
        try ids.joined(separator: "\n").write(toFile: accounts, atomically: false, encoding: .utf8)
        func load(_ count: Double) throws {
            try Load.transfers(
                Int(count), community, connections: 64, validUntil: validUntil, sequences: &sequences
            ).write(to: path)
        }
        func ask(_ arguments: [String]) async throws -> QueryWorker.Answer {
            try await BenchServer.run(community, at: directory) { url in
                let arguments = ["query-worker", accounts, "--url", url] + arguments
                return try await Thread.start { Result { try Child.run(arguments, as: QueryWorker.Answer.self) } }
                    .value().get()
            }
        }
        let seconds = Double(work.size.seconds)
        var rounds: [LatencyRound] = []
        for _ in 0..<min(5, work.repeats) {
            let idle = try await ask(["--seconds", "\(work.size.seconds)"])
            try load(seconds * 1_000)
            let full = try await ask(["--load", path])
            let saturated = try full.sent.rate
            try load(saturated / 2 * seconds)
            let half = try await ask(["--load", path, "--rate", "\(saturated / 2)"])
            rounds.append(
                LatencyRound(
                    saturated: saturated, half: try half.sent.latencies, idleQueries: idle.latencies,
                    fullQueries: full.latencies, halfQueries: half.latencies))
            work.say("    \(rounds[rounds.count - 1])")
        }
        _ = try await BenchServer.audit(directory)
        return LatencyRound.figures(rounds, work)
    }
}
