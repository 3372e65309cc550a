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
        return (id, block, try #require(outcome["balance"], "\(outcome)"))
    }

    func balance(_ account: String) async throws -> String? {
        try await town.laurel("balance", account)["balance"]
    }
}
