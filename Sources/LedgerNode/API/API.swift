import HTTPTypes
import Hummingbird
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerReplay
import LedgerStore
import Logging

/// The HTTP API: finds the endpoint of a path, and answers every error as a problem.
struct API: HTTPResponder {
    let store: LedgerStore
    let engine: Engine
    let hub: EventHub
    let gate: Gate
    let logger: Logger
    let keys = KeyPool()
    let checking = CheckingExecutor()
    let listeners: ListenerPlaces
    /// The last blocks, for those who listen.
    let recentEvents: BlockEvents
    /// Earlier ones, for those who replay: a line of their own, so that nobody who listens waits for them.
    let earlierEvents: BlockEvents

    init(store: LedgerStore, engine: Engine, hub: EventHub, gate: Gate, logger: Logger) {
        (self.store, self.engine, self.hub, self.gate, self.logger) = (store, engine, hub, gate, logger)
        listeners = ListenerPlaces(gate.limits)
        let view: @Sendable (UInt64) throws -> BlockView? = { height in
            try LedgerViews(store, upTo: hub.published).block(height)
        }
        recentEvents = BlockEvents(gate.answers, view)
        earlierEvents = BlockEvents(gate.answers, view)
    }

    var views: LedgerViews { LedgerViews(store, upTo: hub.published) }
    var genesis: Genesis { store.genesis }
    var chain: Digest { store.chainID }

    func respond(to request: Request, context: NodeContext) async throws -> Response {
        do {
            let response = try await answer(request, context)
            if request.method == .head { return response.createHeadResponse() }
            return try bounded(response, isDone: request.method == .post, context)
        } catch let problem as ProblemView {
            let allow = problem.rule == "methodNotAllowed" ? problem.facts?["allowed"] : nil
            return .problem(problem, allow: allow)
        } catch is CancellationError {
            return .problem(.unavailable("the node is stopping", retryAfter: 5))
        } catch {
            logger.error("A request failed", metadata: ["request": "\(context.id)", "error": "\(error)"])
            return .problem(.internalError(context.id))
        }
    }

    private func answer(_ request: Request, _ context: NodeContext) async throws -> Response {
        let path = request.uri.path
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            PercentCoding.decode($0)
        }
        guard let endpoint = endpoint(segments.compactMap { $0 }), segments.allSatisfy({ $0 != nil }) else {
            throw ProblemView.unknownPath(path)
        }
        guard endpoint.allows(request.method.rawValue) else {
            throw ProblemView.methodNotAllowed(request.method.rawValue, allowed: endpoint.allowed)
        }
        let query = try Query(request.uri.query, allowed: endpoint.parameters)
        return try await endpoint.handler(Call(request: request, query: query, context: context))
    }

    private func endpoint(_ path: [String]) -> Endpoint? {
        switch path.count {
        case 1: plainEndpoint(path[0])
        case 2 where path[0] == "v1": collectionEndpoint(path[1])
        case 3 where path[0] == "v1": itemEndpoint(path[1], path[2])
        case 4 where path[0] == "v1" && path[1] == "accounts" && path[3] == "history":
            .get(["cursor", "limit"]) { try history($0, path[2]) }
        default: nil
        }
    }

    private func plainEndpoint(_ name: String) -> Endpoint? {
        switch name {
        case "healthz": .get { try health($0) }
        case "readyz": .get { try await readiness($0) }
        case "metrics": .get { try await metrics($0) }
        default: nil
        }
    }

    private func collectionEndpoint(_ name: String) -> Endpoint? {
        switch name {
        case "status": .get { try await status($0) }
        case "genesis": .get { try genesis($0) }
        case "policy": .get { try json($0) { try views.policy() } }
        case "supply": .get { try json($0) { try views.supply() } }
        case "accounts": .get(["order", "cursor", "limit"]) { try accounts($0) }
        case "blocks": .get(["from", "limit"]) { try blocks($0) }
        case "archive": .get { try archive($0) }
        case "events": .get { try await events($0) }
        case "transactions": .post(["wait"]) { try await submit($0) }
        case "openapi.json":
            .get { call in
                _ = try call.accepted([.json])
                return .bytes(Array(OpenAPI.document.utf8), .json)
            }
        default: nil
        }
    }

    private func itemEndpoint(_ collection: String, _ key: String) -> Endpoint? {
        switch collection {
        case "accounts": .get { try account($0, key) }
        case "transactions": .get { try await transaction($0, key) }
        case "blocks": .get { try block($0, key) }
        default: nil
        }
    }

    /// All that `view` reads is of one height.
    func json(_ call: Call, _ view: () throws -> some Encodable) throws -> Response {
        _ = try call.accepted([.json])
        return try .json(try store.snapshot(view))
    }
}
