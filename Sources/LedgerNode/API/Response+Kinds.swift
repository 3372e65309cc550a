import HTTPTypes
import Hummingbird
import LedgerAPI
import NIOCore

extension Response {
    static func json(_ view: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        .bytes(try JSON.encode(view), .json, status: status)
    }

    static func bytes(_ bytes: [UInt8], _ kind: MediaKind, status: HTTPResponse.Status = .ok) -> Response {
        let type = kind == .text ? "text/plain; charset=utf-8" : kind.rawValue
        return Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The answer to HEAD: the same head, and no body. The length is the one of the body of GET where that is known.
    ///
    /// Of a stream it is not, and a head without a length would be followed by the marks of an empty body. So the connection ends behind
    /// the head.
    var headAlone: Response {
        var headers = headers
        guard body.contentLength == nil else {
            return Response(status: status, headers: headers, body: ResponseBody())
        }
        headers[.connection] = "close"
        return Response(status: status, headers: headers, body: ResponseBody { _ in throw HeadIsAll() })
    }

    /// Ends a connection behind the head of an answer.
    private struct HeadIsAll: Error {}

    static func problem(_ problem: ProblemView, allow: String? = nil) -> Response {
        // A problem holds texts and numbers only, which JSON can always tell.
        let body = (try? JSON.encode(problem)) ?? []
        var response = Response(
            status: .init(code: problem.status), headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if let allow { response.headers[.allow] = allow }
        return response
    }
}
