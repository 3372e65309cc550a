import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerNode
import LedgerTesting
import Testing

/// What connections may hold, and what a request may be before its body.
@Suite struct ConnectionTests {
    private static let get = Array("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8)
    /// A body that is still to come.
    private static let begun = Array(
        "POST /v1/transactions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"
            .utf8)

    private func port(_ client: LedgerClient) throws -> UInt16 {
        try #require(client.url.split(separator: ":").last.flatMap { UInt16($0) })
    }

    private func ask(_ port: UInt16, from address: UInt8, _ request: [UInt8] = get) async throws -> (
        connection: RawConnection, status: Int?
    ) {
        try await blocking {
            let connection = try RawConnection(port: port, from: address)
            guard connection.send(request) else { return (connection, nil) }
            return (connection, connection.receive()?.status)
        }
    }

    private func isOver(_ connection: RawConnection) async throws -> Bool {
        try await blocking { connection.receive() == nil }
    }

    @Test func `An address that has all of its places gives up the connection that has rested longest`() async throws {
        var load = LoadLimits()
        load.connectionsPerAddress = 2
        try await withLiveNode(try TestChain(), load: load) { client, _ in
            let port = try port(client)
            let first = try await ask(port, from: 2)
            let second = try await ask(port, from: 2)
            let third = try await ask(port, from: 2)
            #expect([first.status, second.status, third.status] == [200, 200, 200])
            #expect(try await isOver(first.connection))
            let again = try await blocking {
                second.connection.send(Self.get) && second.connection.receive()?.status == 200
            }
            #expect(again)
            withExtendedLifetime(third) {}
        }
    }

    @Test func `Requests in hand stay, and an address that has nothing else gets no further connection`() async throws {
        var load = LoadLimits()
        load.connectionsPerAddress = 2
        try await withLiveNode(try TestChain(), load: load) { client, _ in
            let port = try port(client)
            let busy = try await blocking {
                try (0..<2).map { _ in
                    let connection = try RawConnection(port: port, from: 2)
                    _ = connection.send(Self.begun)
                    return connection
                }
            }
            // One more takes the place of a connection whose request has not come yet, so it is known that both have come only by this.
            var status: Int? = 200
            while status == 200 {
                status = try await blocking {
                    try RawConnection(port: port, from: 2).receive().map { answer in
                        #expect(answer.status == 503 && answer.retryAfter == 5)
                        return answer.status
                    } ?? 200
                }
            }
            #expect(status == 503)
            #expect(try await ask(port, from: 3).status == 200, "others are not concerned")
            withExtendedLifetime(busy) {}
        }
    }

    @Test func `Who only holds connections keeps nobody out`() async throws {
        var load = LoadLimits()
        (load.connections, load.connectionsPerAddress) = (16, 16)
        try await withLiveNode(try TestChain(), load: load) { client, _ in
            let port = try port(client)
            let idle = try await blocking { try (0..<40).map { _ in try RawConnection(port: port, from: 2) } }
            for address in [3, 4, 5, 2] as [UInt8] { #expect(try await ask(port, from: address).status == 200) }
            withExtendedLifetime(idle) {}
        }
    }

    @Test func `A request of more than 16 KiB before its body is refused, and what is none is too`() async throws {
        try await withLiveNode(try TestChain()) { client, _ in
            let port = try port(client)
            func status(_ head: String) async throws -> Int? {
                try await ask(port, from: 1, Array((head + "\r\n\r\n").utf8)).status
            }
            let items = String(repeating: "a,", count: 7_500) + "*/*"
            #expect(try await status("GET /v1/status HTTP/1.1\r\nhost: localhost\r\naccept: \(items)") == 200)
            #expect(try await status("GET /v1/status HTTP/1.1\r\nhost: localhost\r\naccept: \(items)\(items)") == 431)
            let path = String(repeating: "a", count: 17_000)
            #expect(try await status("GET /\(path) HTTP/1.1\r\nhost: localhost") == 431)
            let many = (0..<101).map { "x\($0): 1" }.joined(separator: "\r\n")
            #expect(try await status("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\(many)") == 431)
            let (_, answer) = try await blocking {
                let connection = try RawConnection(port: port)
                _ = connection.send(Array("GET /\(path)".utf8))
                return (connection, connection.receive())
            }
            #expect(
                try JSON.decode(ProblemView.self, from: try #require(answer).body).detail
                    == "its target and headers may have 16384 bytes together, and 100 headers")
            #expect(try await status("nothing of this kind") == 400)
            #expect(try await status("GET /healthz HTTP/1.1\r\nhost: localhost") == 200)
        }
    }

    @Test func `One address has so many archives at a time, and a place comes back`() async throws {
        var load = LoadLimits()
        (load.archives, load.archivesPerAddress) = (1, 1)
        try await withLiveNode(try TestChain(), load: load) { client, _ in
            for _ in 0..<3 {
                let given = try await Exchange("GET", "/v1/archive", to: client)
                #expect(given.status == 200)
            }
        }
        load.archivesPerAddress = 0
        try await withLiveNode(try TestChain(), load: load) { client, _ in
            let refused = try await Exchange("GET", "/v1/archive", to: client)
            #expect(refused.status == 503 && refused.headers["retry-after"] == "60")
            #expect(
                try refused.problem().detail
                    == "0 archives are being sent to 127.0.0.1 already, and 0 to one address may")
        }
    }
}
