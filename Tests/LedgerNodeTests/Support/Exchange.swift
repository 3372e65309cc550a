import Foundation
import LedgerAPI
import LedgerClient
import LedgerTesting
import Testing

/// What a node sent in answer to one request, to the byte.
struct Exchange {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    /// Sends a request whose connection ends with the answer, and takes all that comes. The node shares its threads with the tests, so it is
    /// waited for on another.
    init(
        _ method: String, _ path: String, _ headers: [String: String] = [:], to client: LedgerClient
    ) async throws {
        self = try await aside { Result { try Exchange(blocking: method, path, headers, client) } }.get()
    }

    private init(
        blocking method: String, _ path: String, _ headers: [String: String], _ client: LedgerClient
    ) throws {
        let port = try #require(client.url.split(separator: ":").last.flatMap { UInt16($0) })
        let connection = try RawConnection(port: port)
        let lines = ["\(method) \(path) HTTP/1.1", "host: localhost", "connection: close"]
        let request = (lines + headers.map { "\($0.key): \($0.value)" }).joined(separator: "\r\n") + "\r\n\r\n"
        try #require(connection.send(Array(request.utf8)))
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(connection.file, &chunk, chunk.count, 0), count > 0 { bytes += chunk[..<count] }
        let end = try #require(Data(bytes).range(of: Data("\r\n\r\n".utf8)), "\(method) \(path)")
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        status = try #require(Int(head[0].split(separator: " ")[1]))
        self.headers = Dictionary(
            uniqueKeysWithValues: head.dropFirst().map {
                let parts = $0.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            })
        body = Array(bytes[end.upperBound...])
    }

    func problem() throws -> ProblemView { try JSON.decode(ProblemView.self, from: body) }
}
