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
    /// With its parameters in braces.
    let path: String
    let segments: [Substring]
    /// What it is called in the description of the API, and what it is for.
    let name: String
    let summary: String
    let parameters: [EndpointParameter]
    let answer: EndpointAnswer
    /// An answer before there is the final one.
    let early: EndpointAnswer?
    let bodies: [MediaKind]
    /// The name among ``OpenAPI``'s schemas of a body in JSON; nil where it takes none.
    let bodySchema: String?
    /// The statuses of what it refuses, beside those that any endpoint of its kind has.
    let refusals: Set<Int>
    let handler: Handler

    private init(
        _ method: Method, _ path: String, _ name: String, _ summary: String, _ parameters: [EndpointParameter],
        _ answer: EndpointAnswer, early: EndpointAnswer? = nil, bodies: [MediaKind] = [], bodySchema: String? = nil,
        refusals: Set<Int>,
        _ handler: @escaping Handler
    ) {
        (self.method, self.path, self.name, self.summary) = (method, path, name, summary)
        (self.parameters, self.answer, self.early, self.bodies) = (parameters, answer, early, bodies)
        (self.bodySchema, self.refusals, self.handler) = (bodySchema, refusals, handler)
        segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { $0 }
    }

    /// - Parameter place: the parameters in the path, in their order.
    static func get(
        _ path: String, _ name: String, _ summary: String, at place: [EndpointParameter] = [],
        taking more: [EndpointParameter] = [], gives answer: EndpointAnswer, refuses refusals: Set<Int> = [],
        _ handler: @escaping Handler
    ) -> Endpoint { Endpoint(.get, path, name, summary, place + more, answer, refusals: refusals, handler) }

    static func post(
        _ path: String, _ name: String, _ summary: String, taking parameters: [EndpointParameter] = [],
        bodies: [MediaKind], schema: String, gives answer: EndpointAnswer, early: EndpointAnswer? = nil,
        refuses refusals: Set<Int> = [],
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            .post, path, name, summary, parameters, answer, early: early, bodies: bodies, bodySchema: schema,
            refusals: refusals, handler)
    }

    /// The kinds of its answer, the preferred first.
    var answers: [MediaKind] { answer.kinds }

    /// The names of those of its parameters that stand in the query.
    var queryNames: Set<String> { Set(parameters.filter { $0.place == .query }.map(\.name)) }

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
        let names = offers.map(\.rawValue)
        guard let best = AcceptHeader.preferred(of: names, by: header) else {
            throw .notAcceptable(header, offers: names)
        }
        return offers[best]
    }
}

/// The kinds of bodies that go in and out.
enum MediaKind: String, Sendable {
    case json = "application/json"
    case octets = "application/octet-stream"
    case batch = "application/vnd.laurel.batch"
    case events = "text/event-stream"
    case text = "text/plain"
}

extension Substring {
    /// Without spaces and tabs at its ends.
    var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
