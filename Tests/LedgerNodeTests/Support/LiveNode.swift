import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerNode
import ServiceLifecycle

/// Runs a node on a free port while `body` talks to it, then stops it as a signal would.
func withLiveNode<Result: Sendable>(
    _ chain: TestChain, clock: any NodeClock = SystemClock(), limits: EngineLimits = EngineLimits(),
    load: LoadLimits = LoadLimits(), guardCalls: FileCalls = .system,
    _ body: @Sendable (LedgerClient, LedgerNode) async throws -> Result
) async throws -> Result {
    let (ports, found) = AsyncStream<Int>.makeStream()
    var configuration = chain.configuration(clock)
    configuration.limits = limits
    configuration.load = load
    configuration.guardCalls = guardCalls
    configuration.onListening = { found.yield($0) }
    let node = try LedgerNode(configuration)
    let group = try node.group(signals: [])
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { found.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await tasks.waitForAll()
            throw CancellationError()
        }
        let client = try LedgerClient(url: "http://127.0.0.1:\(port)")
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(client, node)) } catch { outcome = .failure(error) }
        try await client.shutdown()
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try outcome.get()
    }
}

/// The problem that `body` ends in; nil where it succeeds.
func problem<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> ProblemView? {
    do { _ = try await body() } catch ClientError.problem(let problem) { return problem }
    return nil
}

/// The problem that a transaction is answered with; nil where it is accepted.
func rejection(of bytes: [UInt8], on chain: Digest? = nil, by client: LedgerClient) async throws -> ProblemView? {
    do { _ = try await client.submit(bytes, chain: chain) } catch ClientError.problem(let problem) { return problem }
    return nil
}
