import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerNode
import LedgerTesting
import Testing

/// Clients that ask for much and read nothing.
@Suite struct UnreadAnswerTests {
    /// A reward of 119 KB.
    private func large(_ chain: TestChain, _ number: UInt64) throws -> [UInt8] {
        let credits = (0..<Reward.creditLimit).map {
            let end = "\(number):\($0)"
            let reference = String(repeating: "r", count: 64 - end.count) + end
            return Credit(
                to: .key(chain.alice.publicKey), amount: Amount(10), reason: .ticketResolved,
                reference: Reference(unchecked: reference))
        }
        return try chain.sign(Reward(credits), by: chain.issuer, sequence: number)
    }

    @Test func `unread answers hold no more than their budget, and give it back`() async throws {
        let chain = try TestChain(blockBytes: 16 << 20)
        var limits = EngineLimits()
        limits.blockInterval = .seconds(2)
        var load = LoadLimits()
        load.answerBytes = 16 << 20
        load.stall = .seconds(40)
        try await withLiveNode(chain, limits: limits, load: load) { [budget = load.answerBytes] client, _ in
            // One block of 7 MB: more than the operating system takes for a reader that does not read.
            let batch = try (0..<60).map { try large(chain, $0) }
            let receipts = try await client.submit(batch: batch)
            #expect(receipts.results.allSatisfy { $0.receipt?.height == 1 })
            let size = try await client.blockBytes(1).count
            let port = try #require(client.url.split(separator: ":").last.flatMap { UInt16($0) })
            let request = Array(
                "GET /v1/blocks/1 HTTP/1.1\r\nhost: localhost\r\naccept: application/octet-stream\r\n\r\n".utf8)
            let deaf = try (0..<8).map { _ in try RawConnection(port: port) }
            for connection in deaf { #expect(connection.send(request)) }
            let statuses = deaf.map { $0.peek() }
            #expect(statuses.count { $0 == 200 } == budget / size, "\(statuses)")
            #expect(statuses.count { $0 == 503 } == deaf.count - budget / size, "\(statuses)")
            let refused = try #require(zip(deaf, statuses).first { $0.1 == 503 }?.0.receive())
            #expect(refused.retryAfter == 5)
            let problem = try JSON.decode(ProblemView.self, from: refused.body)
            #expect(problem.detail == "16 MiB of answers wait for their readers already")

            // Whoever is honest gets through with what is small, and with all once the others were given up.
            #expect(try await client.status().height == 1)
            let more = try chain.reward("more", sequence: 60)
            #expect(try await client.submit(more, chain: nil).height == 2)
            var received: [UInt8]?
            while received == nil {
                do { received = try await client.blockBytes(1) } catch ClientError.problem(let problem) {
                    #expect(problem.status == 503)
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            #expect(received?.count == size)
            #expect(zip(deaf, statuses).contains { $0.1 == 200 && $0.0.receive() == nil }, "one of them was closed")

            let page = try await client.blocks(from: 1)
            #expect(page.blocks.map(\.height) == [1] && page.next == 2, "a page ends early where blocks are large")
        }
    }
}
