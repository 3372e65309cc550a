import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerTesting
import Synchronization
import Testing

/// Reads that cost much stand in a line of their own.
@Suite struct ReadingLineTests {
    /// Has one that waits for its turn note that it had it.
    private func wait(_ line: ReadingLine, _ client: String, _ name: String, _ told: Told) async -> Task<Void, Never> {
        let before = line.count
        let task = Task {
            let turn = await line.turn(for: client)
            told.names.withLock { $0.append(turn == nil ? "no \(name)" : name) }
            withExtendedLifetime(turn) {}
        }
        while line.count == before && told.names.withLock({ !$0.contains("no \(name)") }) { await Task.yield() }
        return task
    }

    private final class Told: Sendable { let names = Mutex<[String]>([]) }

    @Test func `Addresses take turns, however often one of them asks`() async {
        let (line, told) = (ReadingLine(atOnce: 1, room: 100), Told())
        var first = await line.turn(for: "a")
        var tasks: [Task<Void, Never>] = []
        for (client, name) in [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1"), ("c", "c2")] {
            tasks.append(await wait(line, client, name, told))
        }
        #expect(line.count == 6 && first != nil)
        first = nil
        for task in tasks { await task.value }
        #expect(told.names.withLock { $0 } == ["a1", "b1", "c1", "a2", "c2", "a3"])
        #expect(line.count == 0)
        #expect(await line.turn(for: "d") != nil, "the turn of the last has ended")
    }

    @Test func `In a full line the address that has most gives up its last place to one that has less`() async {
        let (line, told) = (ReadingLine(atOnce: 1, room: 3), Told())
        var first = await line.turn(for: "a")
        var tasks: [Task<Void, Never>] = []
        for name in ["a1", "a2", "a3"] { tasks.append(await wait(line, "a", name, told)) }
        #expect(await line.turn(for: "a") == nil)
        let other = Task { await line.turn(for: "b") != nil }
        while told.names.withLock({ $0.isEmpty }) { await Task.yield() }
        #expect(told.names.withLock { $0 } == ["no a3"])
        #expect(line.count == 3)
        #expect(first != nil)
        first = nil
        #expect(await other.value)
        for task in tasks { await task.value }
        #expect(told.names.withLock { $0 } == ["no a3", "a1", "a2"])
    }

    @Test func `Where no large read has a place, small ones and transactions go ahead`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        var load = LoadLimits()
        (load.reads, load.readsWaiting) = (0, 0)
        try await withLiveNode(chain, load: load) { client, _ in
            let receipt = try await client.submit(try chain.reward("T1", sequence: 0))
            #expect(receipt.status == "committed")
            let alice = AccountID.key(chain.alice.publicKey)
            for path in [
                "/v1/status", "/healthz", "/readyz", "/metrics", "/v1/policy", "/v1/supply", "/v1/openapi.json",
                "/v1/accounts/\(alice)", "/v1/transactions/\(receipt.id)",
            ] {
                #expect(try await Exchange("GET", path, to: client).status == 200, "\(path)")
            }
            for path in [
                "/v1/accounts?limit=1000", "/v1/blocks?limit=100", "/v1/blocks/1", "/v1/accounts/\(alice)/history",
                "/v1/accounts/\(alice)/pending", "/v1/rewards", "/v1/references/T1",
            ] {
                let refused = try await Exchange("GET", path, to: client)
                #expect(refused.status == 503 && refused.headers["retry-after"] == "5", "\(path): \(refused)")
                #expect(
                    try refused.problem().detail == "0 reads of pages and blocks wait for their turn already", "\(path)"
                )
            }
        }
    }

    @Test func `A transaction of many credits is shown in the line too`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        var load = LoadLimits()
        (load.reads, load.readsWaiting) = (0, 0)
        try await withLiveNode(chain, load: load) { client, _ in
            let credits = try (0..<1024).map {
                Credit(
                    to: .key(chain.alice.publicKey), amount: Amount(10), reason: .ticketResolved,
                    reference: try #require(Reference("many:\($0)")))
            }
            let receipt = try await client.submit(try chain.sign(Reward(credits), by: chain.issuer, sequence: 0))
            #expect(try await Exchange("GET", "/v1/transactions/\(receipt.id)", to: client).status == 503)
        }
    }
}
