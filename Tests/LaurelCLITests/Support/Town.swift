import Foundation
import LedgerGenesis
import LedgerTesting
import Testing

/// A community with a chain and a running node, which the tests of a suite share.
final class Town: Sendable {
    let home: Home
    let node: NodeProcess

    static let keys = ["authority", "issuer", "arbiter", "registrar", "producer"]

    /// - Parameters:
    ///   - window: the challenge window; bindings wait as long.
    ///   - more: what its node is told beside the usual.
    ///   - terms: what its genesis is made with beside the usual.
    ///   - age: since how many seconds the chain has existed.
    init(
        _ home: Home, window: String, more: [String] = [], terms: [String] = [], age: TimeInterval = 0
    ) async throws {
        self.home = home
        for key in Self.keys { try await home.makeKeys(key) }
        try await home.laurel(
            [
                "genesis", "new", "--out", "genesis.json", "--community", "Town", "--token-name", "Leaf", "--symbol",
                "LEAF", "--authority", "authority", "--producer", "producer", "--issuer", "issuer", "--arbiter",
                "arbiter", "--registrar", "registrar", "--window", window, "--bind-delay", window, "--smallest",
                "0.10",
            ] + terms
        ).done()
        if age > 0 {
            let start = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -age))
            let genesis = try home.read("genesis.json").replacing(
                #/"startTime"(\s*):(\s*)"[^"]*"/#, with: "\"startTime\": \"\(start)\"")
            try home.write("genesis.json", genesis)
        }
        node = try await home.node(Self.start + more + home.signing)
    }

    /// What its node is started with.
    static let start = [
        "--data", "ledger", "--genesis", "genesis.json", "--producer", "producer", "--listen", "127.0.0.1:0",
        "--block-interval", "5ms",
    ]

    /// Runs a command against the node.
    func laurel(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await home.laurel(arguments, input: input, environment: ["LAUREL_NODE": node.url])
    }

    /// Runs a command that opens keys.
    func signed(_ arguments: String..., by keys: String...) async throws -> Outcome {
        try await signed(arguments, by: keys)
    }

    func signed(_ arguments: [String], by key: String) async throws -> Outcome {
        try await signed(arguments, by: [key])
    }

    /// What asks on a terminal before it is done.
    static let asking: Set = ["burn", "merge", "revoke", "rotate", "set-issuer", "set-policy"]

    private func signed(_ arguments: [String], by keys: [String]) async throws -> Outcome {
        let isAsking =
            arguments.first.map { Self.asking.contains($0) } == true || arguments.prefix(2) == ["policy", "edit"]
        return try await home.laurel(
            arguments + (isAsking && !arguments.contains("--yes") ? ["--yes"] : []) + keys.flatMap { ["--key", $0] }
                + home.signing, environment: ["LAUREL_NODE": node.url])
    }

    /// Makes a key and pays it for a ticket; where there is no challenge window, it can spend that at once.
    func pay(_ name: String, _ amount: String, ticket: String) async throws {
        try await home.makeKeys(name)
        try await signed("reward", name, amount, "--ticket", ticket, "--new", by: "issuer").done()
    }

    /// The id of the account of a local key, or of any other.
    func account(_ words: String...) async throws -> String {
        String(try await home.laurel(["account"] + words).done().dropLast())
    }

    @TaskLocal static var current: Town?

    /// The one of the suite that this runs in.
    static func here() throws -> Town { try #require(current) }
}

/// Gives a suite a town for as long as its tests run.
struct TownTrait: SuiteTrait, TestScoping {
    let window: String

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let town = try await Town(Home(), window: window)
        try await Town.$current.withValue(town) { try await function() }
        let status = await town.node.stop()
        #expect(status == 0, "the node of the town ended so: \(town.node.logged)")
    }
}

extension Trait where Self == TownTrait {
    /// The tests share a community and its node; what they pay is held back for `window`.
    static func town(window: String) -> Self { TownTrait(window: window) }
}
