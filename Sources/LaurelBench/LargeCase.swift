import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerReplay
import LedgerTesting

/// What queries cost a node with a million accounts of which one has 300,000 pending credits: no more than they do with a few.
enum LargeCase {
    private static let pendingCount = 300_000

    static func large(_ work: Workplace) async throws -> [Figure] {
        // Nothing matures while it is asked, so all balances are 0: of an order by balance the worst.
        let community = BenchCommunity(seed: 6, people: 1, window: .hours(1), blockBytes: 4 << 20)
        let directory = work.path("large")
        let limit = Reward.creditLimit
        let strangers = max(2, work.size.transactions / limit + 2)
        let own = max(1, min(pendingCount, work.size.transactions * 3 / 10) / limit + 1)
        let account = AccountID.key(community.people[0].publicKey)
        // The account's credits are spread over the chain, some of them one by one in large rewards to others.
        let rewards = try community.rewards(strangers + own) { reward, index in
            let isOwn = reward * own / (strangers + own) != (reward + 1) * own / (strangers + own)
            return Credit(
                to: isOwn || index == limit - 1
                    ? account : .handle(Handle(unchecked: "bench:\(reward * limit + index)")),
                amount: Amount(10), reason: .ticketResolved,
                reference: Reference(unchecked: "L-\(reward * limit + index)"))
        }
        try await BenchEngine(community, at: directory, clock: SystemClock()).commit(rewards)
        let rounds = max(3, work.repeats)
        let times = try await BenchServer.run(community, at: directory) { url in
            let client = try LedgerClient(url: url)
            let times: [(path: String, milliseconds: [Double])]
            do { times = try await measure(client, account, rounds, work) } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
            return times
        }
        for (path, milliseconds) in times {
            let spread = Spread(milliseconds)
            work.say(String(format: "    %8.3f ms, at most %8.3f  %@", spread.median, spread.most, path))
        }
        guard let slowest = times.max(by: { Spread($0.milliseconds).median < Spread($1.milliseconds).median }) else {
            throw BenchFailure("nothing was asked")
        }
        let report = try await BenchServer.audit(directory)
        let figure = Figure(
            "large: the slowest query", slowest.milliseconds, "ms", work.goal(.atMost(50)),
            note: "\(slowest.path): \(report.accounts) accounts, \(own * limit + strangers) pending of one")
        guard figure.isReached != false else { throw BenchFailure("a query is too slow: \(figure.line)") }
        return [figure]
    }

    /// What each query takes, round by round. Those with a cursor go on from a place far down.
    private static func measure(
        _ client: LedgerClient, _ account: AccountID, _ rounds: Int, _ work: Workplace
    ) async throws -> [(path: String, milliseconds: [Double])] {
        let view = try await client.account(account)
        let first = try await client.history(account, limit: 1000)
        var pending = view.next
        for _ in 0..<20 {
            pending = try await pending.flatMapAsync { try await client.pending(account, before: $0).next }
        }
        var cursors: [LedgerClient.AccountOrder: String] = [:]
        let count = try await client.status().accounts
        for order in [LedgerClient.AccountOrder.balance, .earned] {
            let page = try await client.accounts(order, limit: 1)
            // The same walk, far down: height, accounts, amount, index.
            cursors[order] = page.next.map { $0.prefix { $0 != "-" } + "-\(count)-0-\(count * 9 / 10)" }
        }
        let transaction = view.rewards[0].transaction
        let nobody = AccountID.handle(Handle(unchecked: "bench:nobody"))
        let (all, now) = (try await client.status().transactions, view.rewards[0].maturesAtMs)
        let paths =
            [
                "/healthz", "/readyz", "/metrics", "/v1/status", "/v1/genesis", "/v1/policy", "/v1/supply",
                "/v1/openapi.json", "/v1/accounts/\(account)", "/v1/accounts/\(account)/pending",
                "/v1/accounts/\(account)/pending?limit=1000", "/v1/accounts/\(account)/history",
                "/v1/accounts/\(account)/history?limit=1000", "/v1/transactions/\(transaction)",
                "/v1/accounts?order=index&limit=1000", "/v1/accounts?order=balance&limit=1000",
                "/v1/accounts?order=earned&limit=1000", "/v1/accounts?order=index&limit=1000&cursor=\(count * 9 / 10)",
            ]
            + [
                "/v1/rewards?limit=1000", "/v1/rewards?limit=1000&to=\(account)", "/v1/rewards?limit=1000&to=\(nobody)",
                "/v1/rewards?limit=1000&status=pending&cursor=\(all * 9 / 10)-7", "/v1/rewards?limit=1000&from=\(now)",
                "/v1/references/L-\(count / 2)",
            ]
            + cursors.map { "/v1/accounts?order=\($0.key)&limit=1000&cursor=\($0.value)" }
            + [first.next.map { "/v1/accounts/\(account)/history?limit=1000&cursor=\($0)" }].compactMap { $0 }
            + [pending.map { "/v1/accounts/\(account)/pending?limit=1000&cursor=\($0)" }].compactMap { $0 }
        var times = paths.map { (path: $0, milliseconds: [Double]()) }
        for _ in 0..<rounds {
            for index in times.indices {
                let start = ContinuousClock.now
                try await client.read(times[index].path)
                times[index].milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
            }
        }
        return times
    }
}

extension Optional {
    fileprivate func flatMapAsync<Value>(_ body: (Wrapped) async throws -> Value?) async rethrows -> Value? {
        if let value = self { try await body(value) } else { nil }
    }
}
