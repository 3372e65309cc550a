import Hummingbird
import LedgerClient

/// What one path answers: a handler for each method, and the query parameters that it knows.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Response

    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    let method: Method
    let parameters: Set<String>
    let handler: Handler

    static func get(_ parameters: Set<String> = [], _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, parameters: parameters, handler: handler)
    }

    static func post(_ parameters: Set<String>, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .post, parameters: parameters, handler: handler)
    }

    /// What `Allow` says.
    var allowed: String { method == .get ? "GET, HEAD" : method.rawValue }

    func allows(_ name: String) -> Bool { name == method.rawValue || (method == .get && name == "HEAD") }
}

/// One request to an endpoint that was found and allows it.
struct Call: Sendable {
    let request: Request
    let query: Query
    let context: NodeContext

    /// The kind of answer that the client prefers among those that there are.
    ///
    /// - Throws: 406 where it accepts none.
    func accepted(_ offers: [MediaKind]) throws(ProblemView) -> MediaKind {
        guard let header = request.headers[.accept] else { return offers[0] }
        var wanted: [(range: Substring, quality: Double)] = []
        for item in header.split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.trimmed }
            guard let range = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            wanted.append((range, quality))
        }
        func quality(_ offer: MediaKind) -> Double {
            wanted.filter { offer.matches($0.range) }.max { $0.range.count < $1.range.count }?.quality ?? 0
        }
        guard let best = offers.max(by: { quality($0) < quality($1) }), quality(best) > 0 else {
            throw .notAcceptable(header, offers: offers.map(\.rawValue))
        }
        // Of equals the first that is offered.
        return offers.first { quality($0) == quality(best) } ?? best
    }
}

/// The kinds of bodies that go in and out.
enum MediaKind: String, Sendable {
    case json = "application/json"
    case octets = "application/octet-stream"
    case batch = "application/vnd.laurel.batch"
    case events = "text/event-stream"
    case text = "text/plain"

    /// Whether a media range of an `Accept` header covers it.
    func matches(_ range: Substring) -> Bool {
        let range = range.lowercased()
        return range == "*/*" || range == rawValue || range == rawValue.prefix { $0 != "/" } + "/*"
    }
}

extension Substring {
    /// Without spaces and tabs at its ends.
    var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
