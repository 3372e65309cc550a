import Ledger
import LedgerAPI
import LedgerClient
import LedgerNode
import LedgerTesting
import Testing

/// What those who listen to events may cost.
@Suite struct ListenerTests {
    private func port(_ client: LedgerClient) throws -> UInt16 {
        try #require(client.url.split(separator: ":").last.flatMap { UInt16($0) })
    }

    private func metric(_ name: String, _ port: UInt16) async throws -> Int? {
        let body = try await blocking {
            let connection = try RawConnection(port: port)
            _ = connection.send(Array("GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8))
            return connection.receive()?.body ?? []
        }
        let text = String(decoding: body, as: UTF8.self)
        return text.split(separator: "\n").first { $0.hasPrefix("laurel_\(name) ") }.flatMap {
            Int($0.split(separator: " ")[1])
        }
    }

    private static let request = Array("GET /v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8)

    @Test func `One address has so many places, all together have so many, and a place comes back`() async throws {
        let chain = try TestChain()
        var load = LoadLimits()
        (load.listeners, load.listenersPerAddress) = (4, 2)
        try await withLiveNode(chain, load: load) { client, _ in
            let port = try port(client)
            func listen(_ address: UInt8) async throws -> (connection: RawConnection, status: Int?) {
                try await blocking {
                    let connection = try RawConnection(port: port, from: address)
                    _ = connection.send(Self.request)
                    return (connection, connection.peek())
                }
            }
            var open: [RawConnection] = []
            for address in [2, 2, 3] as [UInt8] {
                let (connection, status) = try await listen(address)
                #expect(status == 200)
                open.append(connection)
            }
            let refused = try await listen(2)
            #expect(refused.status == 503)
            let answer = try #require(refused.connection.receive())
            #expect(answer.retryAfter == 60)
            #expect(
                try JSON.decode(ProblemView.self, from: answer.body).detail
                    == "2 listen from 127.0.0.2 already, and 2 of one address may; share one stream among them")
            let last = try await listen(4)
            #expect(last.status == 200)
            let full = try await listen(5)
            #expect(full.status == 503)
            let told = try #require(full.connection.receive())
            #expect(try JSON.decode(ProblemView.self, from: told.body).detail == "4 listen already")
            open.removeAll()
            while try await metric("event_listeners", port) != 1 { await Task.yield() }
            #expect(try await listen(2).status == 200)
            withExtendedLifetime(last) {}
        }
    }

    @Test func `A network of IPv6 is one client, and so is an IPv4 address however it is written`() {
        let one: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 1] + [UInt8](repeating: 7, count: 8)
        let other: [UInt8] = one.prefix(8) + [UInt8](repeating: 9, count: 8)
        #expect(ClientAddress.text(one) == "2001:db8:0:1::/64")
        #expect(ClientAddress.text(other) == ClientAddress.text(one))
        #expect(ClientAddress.text([192, 0, 2, 1]) == "192.0.2.1")
        #expect(ClientAddress.text([UInt8](repeating: 0, count: 10) + [255, 255, 192, 0, 2, 1]) == "192.0.2.1")
    }

    @Test func `A block is encoded once for all who listen, and once for all who replay it`() async throws {
        let chain = try TestChain(start: Timestamp(milliseconds: SystemClock().wall.milliseconds - 1000))
        try await withLiveNode(chain) { client, _ in
            let port = try port(client)
            for number in 0..<3 {
                _ = try await client.submit(try chain.reward("T\(number)", sequence: UInt64(number)))
            }
            try await withThrowingTaskGroup(of: [UInt64].self) { group in
                for index in 0..<12 {
                    group.addTask {
                        let listener = try LedgerClient(url: client.url)
                        var heights: [UInt64] = []
                        for try await block in listener.events(after: index < 6 ? 0 : 3) {
                            heights.append(block.height)
                            if block.height == 5 { break }
                        }
                        try await listener.shutdown()
                        return heights
                    }
                }
                while try await metric("event_listeners", port) != 12 { await Task.yield() }
                for number in 3..<5 {
                    _ = try await client.submit(try chain.reward("T\(number)", sequence: UInt64(number)))
                }
                var answers: [[UInt64]] = []
                for try await heights in group { answers.append(heights) }
                #expect(answers.count { $0 == [1, 2, 3, 4, 5] } == 6)
                #expect(answers.count { $0 == [4, 5] } == 6)
            }
            #expect(try await metric("block_events_total", port) == 5)
        }
    }
}
