import Foundation
import LedgerTesting
import Testing

/// Commands against a node whose rewards can be spent at once. One after the other, since they share an issuer.
@Suite(.town(window: "0s"), .serialized) struct TownTests {
    let town: Town

    init() throws { town = try Town.here() }

    /// The receipt of a transaction that was committed, by its lines.
    func receipt(_ outcome: Outcome) throws -> (id: String, block: UInt64, balance: String) {
        try outcome.done()
        let block = try #require(outcome["block"]?.split(separator: ",").first.flatMap { UInt64($0) }, "\(outcome)")
        let id = try #require(outcome["committed"], "\(outcome)")
        #expect(id.count == 64)
        return (id, block, try #require(Self.senderHas(outcome), "\(outcome)"))
    }

    /// What the sender has: the last line of a receipt.
    static func senderHas(_ outcome: Outcome) -> String? {
        outcome.output.split(separator: "\n").last?.split(separator: " has ", maxSplits: 1).last.map {
            String($0.drop { $0 == " " })
        }
    }

    func balance(_ account: String) async throws -> String? {
        try await town.laurel("balance", account)["balance"]
    }
}
