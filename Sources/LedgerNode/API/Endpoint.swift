import Hummingbird
import LedgerAPI

/// What one method of one path answers, and what it takes.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (API, Call) async throws -> Response

    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    let method: Method
    /// With its parameter in braces.
    let path: String
    let segments: [Substring]
    /// Those of the query.
    let parameters: Set<String>
    /// The kinds of its answer, the preferred first.
    let answers: [MediaKind]
    let bodies: [MediaKind]
    let handler: Handler

    private init(
        _ method: Method, _ path: String, _ parameters: Set<String>, _ answers: [MediaKind], _ bodies: [MediaKind],
        _ handler: @escaping Handler
    ) {
        (self.method, self.path, self.parameters) = (method, path, parameters)
        (self.answers, self.bodies, self.handler) = (answers, bodies, handler)
        segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { $0 }
    }

    static func get(
        _ path: String, _ parameters: Set<String> = [], answers: [MediaKind] = [.json], _ handler: @escaping Handler
    ) -> Endpoint { Endpoint(.get, path, parameters, answers, [], handler) }

    static func post(
        _ path: String, _ parameters: Set<String>, answers: [MediaKind], bodies: [MediaKind],
        _ handler: @escaping Handler
    ) -> Endpoint { Endpoint(.post, path, parameters, answers, bodies, handler) }

    /// The methods of it, as `Allow` names them.
    var allowed: [String] { method == .get ? ["GET", "HEAD"] : [method.rawValue] }
}

/// One request to an endpoint that was found and allows it.
struct Call: Sendable {
    let request: Request
    let endpoint: Endpoint
    /// What stands in the place of the path's parameter; empty where it has none.
    let key: String
    let query: Query
    let context: NodeContext

    /// The kind of answer that the client prefers among the endpoint's.
    ///
    /// - Throws: 406 where it accepts none.
    func accepted() throws(ProblemView) -> MediaKind { try accepted(endpoint.answers) }

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
