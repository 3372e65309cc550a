import HTTPTypes
import Hummingbird
import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerReplay
import LedgerStore
import Logging

/// The HTTP API: finds the endpoint of a path in ``Endpoint/table``, and answers every error as a problem.
struct API: HTTPResponder {
    let store: LedgerStore
    let engine: Engine
    let hub: EventHub
    let gate: Gate
    let logger: Logger
    let keys = KeyPool()
    let checking = CheckingExecutor()
    /// The last blocks, for those who listen.
    let recentEvents: BlockEvents
    /// Earlier ones, for those who replay: a line of their own, so that nobody who listens waits for them.
    let earlierEvents: BlockEvents

    init(store: LedgerStore, engine: Engine, hub: EventHub, gate: Gate, logger: Logger) {
        (self.store, self.engine, self.hub, self.gate, self.logger) = (store, engine, hub, gate, logger)
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
        guard request.method == .head else {
            return await told(context) {
                try bounded(try await answer(request, context), isDone: request.method == .post, context)
            }
        }
        return await told(context) { try await answer(request, context) }.headAlone
    }

    /// What `body` answers, or the problem that it ends in.
    private func told(_ context: NodeContext, _ body: () async throws -> Response) async -> Response {
        do { return try await body() } catch let problem as ProblemView {
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
        let (endpoints, key) = Endpoint.find(segments.compactMap { $0 })
        guard !endpoints.isEmpty, segments.allSatisfy({ $0 != nil }) else { throw ProblemView.unknownPath(path) }
        let method = request.method.rawValue
        guard let endpoint = endpoints.first(where: { $0.allowed.contains(method) }) else {
            let allowed = endpoints.flatMap(\.allowed).joined(separator: ", ")
            throw ProblemView.methodNotAllowed(method, allowed: allowed)
        }
        let query = try Query(request.uri.query, allowed: endpoint.queryNames)
        let call = Call(request: request, endpoint: endpoint, key: key, query: query, context: context)
        // What an answer to a body is made of depends on the body.
        if endpoint.method == .get { _ = try call.accepted() }
        return try await endpoint.handler(self, call)
    }

    /// A JSON answer, for which all that `view` reads is of one height.
    func json(_ call: Call, _ view: () throws -> some Encodable) throws -> Response {
        try .json(try store.atOneHeight(view))
    }

    /// What `read` answers, which may cost much: in its turn, behind the threads that answer what costs little.
    ///
    /// - Throws: 503 where too many wait for theirs.
    func inLine(_ call: Call, _ read: @Sendable () throws -> Response) async throws -> Response {
        let channel = call.context.channel
        guard let turn = await gate.reads.turn(for: ClientAddress.of(channel.remoteAddress)) else {
            throw ProblemView.unavailable(
                "\(gate.limits.readsWaiting) reads of pages and blocks wait for their turn already", retryAfter: 5)
        }
        defer { withExtendedLifetime(turn) {} }
        // Nobody waits for it any more.
        guard channel.isActive else { throw CancellationError() }
        return try await withTaskExecutorPreference(checking) { try read() }
    }
}
