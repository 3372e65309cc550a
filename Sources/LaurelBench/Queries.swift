import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerTesting
import Synchronization

/// Balance and history queries, in turn, by one connection, a hundred a second.
enum Queries {
    static func run(
        _ community: BenchCommunity, _ url: String, until isDone: @Sendable () -> Bool
    ) async throws -> [Double] {
        let client = try LedgerClient(url: url)
        var random = SeededRandom(seed: 7)
        var latencies: [Double] = []
        while !isDone() {
            let person = community.people[Int.random(in: 0..<community.people.count, using: &random)]
            let account = AccountID.key(person.publicKey)
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

    static func run(_ community: BenchCommunity, _ url: String, seconds: Int) async throws -> [Double] {
        let end = ContinuousClock.now + .seconds(seconds)
        return try await run(community, url) { ContinuousClock.now >= end }
    }
}

/// What a thread of its own comes to. Whoever waits for it leaves the threads of the concurrent pool, which a node in this process
/// shares, to others.
final class Later<Value: Sendable>: Sendable {
    private let result: AsyncStream<Value>
    private let isSet = Mutex(false)

    var isDone: Bool { isSet.withLock { $0 } }

    fileprivate init(_ body: @escaping @Sendable () -> Value) {
        let (result, found) = AsyncStream<Value>.makeStream()
        self.result = result
        Thread.detachNewThread { [self] in
            found.yield(body())
            isSet.withLock { $0 = true }
        }
    }

    /// Waits for it. To be called once.
    func value() async -> Value {
        for await value in result { return value }
        preconditionFailure("the thread ended without a value")
    }
}

extension Thread {
    static func start<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Later<Value> { Later(body) }
}
