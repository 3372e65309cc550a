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

/// What a thread of its own comes to.
final class Later<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let done = DispatchSemaphore(value: 0)

    var isDone: Bool { result.withLock { $0 != nil } }

    fileprivate func set(_ value: Value) {
        result.withLock { $0 = value }
        done.signal()
    }

    /// Waits for it. To be called once.
    func value() -> Value {
        done.wait()
        guard let value = result.withLock({ $0 }) else { preconditionFailure("signalled before it was set") }
        return value
    }
}

extension Thread {
    static func start<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Later<Value> {
        let later = Later<Value>()
        detachNewThread { later.set(body()) }
        return later
    }
}
