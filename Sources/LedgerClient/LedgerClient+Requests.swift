import AsyncHTTPClient
import LedgerAPI
import NIOCore
import NIOHTTP1

extension LedgerClient {
    /// The largest answer or event that is taken in one piece: the largest block, with room.
    static let answerLimit = 64 << 20

    func get<View: Decodable>(_ path: String, _ query: [(String, String?)] = [], as: View.Type = View.self)
        async throws -> View
    {
        try await json(HTTPClientRequest(url: url + path + Self.query(query)))
    }

    /// The bytes of an answer as `application/octet-stream`.
    func bytes(_ path: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "accept", value: "application/octet-stream")
        return try await execute(request)
    }

    /// The same of an answer to a body.
    func bytes(_ path: String, posting body: [UInt8], as contentType: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "accept", value: "application/octet-stream")
        request.headers.add(name: "content-type", value: contentType)
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await execute(request)
    }

    /// Asks for what is at a path, whatever it is, and takes all of it.
    package func read(_ path: String) async throws { _ = try await execute(HTTPClientRequest(url: url + path)) }

    func post<View: Decodable>(_ path: String, contentType: String, _ body: [UInt8]) async throws -> View {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: contentType)
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await json(request)
    }

    /// The answer's head where it is a success; its body is still to be read.
    func open(_ request: HTTPClientRequest, deadline: NIODeadline) async throws -> HTTPClientResponse {
        let response: HTTPClientResponse
        do { response = try await http.execute(request, deadline: deadline) } catch { throw failure(error) }
        guard (200..<300).contains(Int(response.status.code)) else {
            throw try await error(of: response, request.url)
        }
        return response
    }

    private func execute(_ request: HTTPClientRequest) async throws -> [UInt8] {
        let deadline = NIODeadline.now() + Self.timeout
        return try await collect(try await open(request, deadline: deadline), upTo: Self.answerLimit, deadline)
    }

    /// A body, whole. The request's own deadline ends with the head of its answer, and a body that comes byte by byte is never silent, so
    /// the time is looked at here.
    private func collect(
        _ response: HTTPClientResponse, upTo limit: Int, _ deadline: NIODeadline
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body {
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw ClientError.unexpected(
                        url: url, status: Int(response.status.code), "an answer of over \(limit) bytes")
                }
                guard NIODeadline.now() < deadline else { throw HTTPClientError.deadlineExceeded }
                bytes += chunk.readableBytesView
            }
        } catch { throw failure(error) }
        return bytes
    }

    /// What an error of the connection means.
    func failure(_ error: any Error) -> any Error {
        switch error {
        case is ClientError: error
        case let error as HTTPClientError where error == .readTimeout: ClientError.stalled(url: url, .silent(silence))
        default: ClientError.unreachable(url: url, error)
        }
    }

    private func json<View: Decodable>(_ request: HTTPClientRequest) async throws -> View {
        let bytes = try await execute(request)
        do { return try JSON.decode(from: bytes) } catch {
            throw ClientError.unexpected(url: request.url, status: 200, "\(error)")
        }
    }

    private func error(of response: HTTPClientResponse, _ url: String) async throws -> ClientError {
        let status = Int(response.status.code)
        guard let body = try? await collect(response, upTo: 1 << 20, .now() + Self.timeout) else {
            return .unexpected(url: url, status: status, "a body that breaks off, comes too slowly or is over 1 MiB")
        }
        if let problem = try? JSON.decode(ProblemView.self, from: body) { return .problem(problem) }
        return .unexpected(url: url, status: status, "'\(String(decoding: body.prefix(200), as: UTF8.self))'")
    }

    private static func query(_ items: [(String, String?)]) -> String {
        let given = items.compactMap { name, value in value.map { "\(name)=\(Self.escape($0))" } }
        return given.isEmpty ? "" : "?" + given.joined(separator: "&")
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
