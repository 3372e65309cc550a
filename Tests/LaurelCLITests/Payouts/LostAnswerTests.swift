import Foundation
import LedgerTesting
import Testing

/// Single payments whose answer is lost, late, or a lie.
extension TownTests {
    private static let payer = "lost-payer"

    /// Gives the payer of these tests 20 LEAF, and a key where it has none.
    private func fund(_ ticket: String) async throws {
        if try !town.home.keyNames().contains(Self.payer) { try await town.home.makeKeys(Self.payer) }
        try await town.signed("reward", Self.payer, "20", "--ticket", ticket, "--new", by: "issuer").done()
    }

    private func transfer(_ road: FaultyRoad, _ more: String..., state: String? = nil) async throws -> Outcome {
        var environment = ["LAUREL_NODE": road.url]
        if let state { environment["XDG_STATE_HOME"] = town.home.path(state) }
        return try await town.home.laurel(
            ["transfer", "issuer", "1", "--key", Self.payer] + more + town.home.signing, environment: environment)
    }

    @Test func `a lost answer is asked for again by itself, and a busy node is waited for`() async throws {
        try await fund("LA-1")
        let before = try hundredths(try #require(try await balance(Self.payer)))
        let road = try FaultyRoad(town.home, to: town.node)
        try road.meet(.drop)
        _ = try receipt(try await transfer(road))
        try road.meet(.lose, .busy, .drop)
        _ = try receipt(try await transfer(road))
        #expect(try hundredths(try #require(try await balance(Self.payer))) == before - 200)
    }

    @Test func `where it stays unknown that is told, with the ways to ask and to send again, and it is paid once`()
        async throws
    {
        try await fund("LA-2")
        let before = try #require(try await balance(Self.payer))
        let road = try FaultyRoad(town.home, to: town.node)
        for (fault, status, code) in [(FaultyRoad.Fault.drop, "committed", Int32(0)), (.lose, "open", 2)] {
            try road.meet(fault)
            let lost = try await transfer(road, "--patience", "0s")
            #expect(lost.status == 2, "\(lost)")
            let id = try #require(
                lost.error.split(separator: " ").first { $0.utf8.count == 64 }.map(String.init), "\(lost)")
            #expect(
                lost.error.hasSuffix(
                    "It is not known whether transaction \(id) was done. It is written down: ask with 'laurel tx status \(id)', "
                        + "send it again with 'laurel tx send \(id)'. However often it is sent, it is done once.\n"),
                "\(lost)")
            let asked = try await town.laurel("tx", "status", id)
            #expect(asked["status"] == status && asked.status == code, "\(asked)")
            let sent = try await town.laurel("tx", "send", id)
            #expect(try receipt(sent).id == id)
            #expect(try await town.laurel("tx", "send", id).output == sent.output)
            #expect(try await town.laurel("tx", "status", id, "--json").json()["status"] as? String == "committed")
        }
        let after = try #require(try await balance(Self.payer))
        #expect(try hundredths(before) - hundredths(after) == 200)
        try await town.laurel("tx", "status", "12").expect(1, error: "'12' is no transaction id; one has 64 hex digits")
        let never = String(repeating: "1", count: 64)
        let unknown = try await town.laurel("tx", "status", never)
        #expect(unknown.status == 2 && unknown["status"] == "unknown", "\(unknown)")
        #expect(try await town.laurel("tx", "send", never).status == 1)
    }

    private func hundredths(_ amount: String) throws -> Int {
        try #require(Int(amount.split(separator: " ")[0].filter { $0 != "." }))
    }

    @Test func `a busy node that stays busy has taken nothing, and that is told`() async throws {
        try await fund("LA-3")
        let road = try FaultyRoad(town.home, to: town.node)
        try road.meet(.busy, .busy, .busy)
        let busy = try await transfer(road, "--patience", "0s")
        #expect(busy.status == 2 && busy.error.contains("\nThe node did not take transaction "), "\(busy)")
    }

    @Test func `what can't be written down is not sent`() async throws {
        try await fund("LA-4")
        let before = try await balance(Self.payer)
        let road = try FaultyRoad(town.home, to: town.node)
        try FileManager.default.createDirectory(
            atPath: town.home.path("nofolder/laurel"), withIntermediateDirectories: true)
        try town.home.write("nofolder/laurel/sent", "")
        let refused = try await transfer(road, state: "nofolder")
        #expect(refused.status == 2, "\(refused)")
        #expect(refused.error.contains("The transaction could not be written down, so it was not sent."), "\(refused)")
        #expect(try await balance(Self.payer) == before)
    }

    @Test func `eight payments at once with one key, as from eight machines, are all done`() async throws {
        try await fund("LA-5")
        let before = try hundredths(try #require(try await balance(Self.payer)))
        let (home, url, signing) = (town.home, town.node.url, town.home.signing)
        let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
            for machine in 0..<8 {
                group.addTask {
                    let command =
                        machine % 2 == 0
                        ? ["reward", "github:ole", "1", "--ticket", "LA-m\(machine)", "--new", "--key", "issuer"]
                        : ["transfer", "issuer", "1", "--key", Self.payer]
                    return try await home.laurel(
                        command + signing,
                        environment: ["LAUREL_NODE": url, "XDG_STATE_HOME": home.path("machine-\(machine)")])
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for outcome in outcomes { try outcome.done() }
        #expect(try await balance("github:ole") == "4.00 LEAF")
        #expect(try hundredths(try #require(try await balance(Self.payer))) == before - 400)
    }

    @Test func `a node that lies about the number gets no second payment signed`() async throws {
        try await town.home.makeKeys("rita")
        try await town.signed("reward", "rita", "20", "--ticket", "LA-6", "--new", by: "issuer").done()
        let road = try FaultyRoad(town.home, to: town.node)
        try road.meet(.refuse)
        let refused = try await town.home.laurel(
            ["transfer", "issuer", "1", "--key", "rita"] + town.home.signing,
            environment: ["LAUREL_NODE": road.url, "XDG_STATE_HOME": town.home.path("lied-to")])
        #expect(refused.status == 1, "\(refused)")
        #expect(
            refused.error.contains("No block shows by which transaction of yours the number 0 was used up"),
            "\(refused)")
        let folder = town.home.path("lied-to/laurel/sent")
        let chain = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(chain)").count == 1)

        try town.home.write("lie.csv", "to,amount,reason,reference\nrita,1,ticketResolved,LA-7\n")
        try road.meet(.refuse, .refuse, .refuse, .refuse)
        let payout = try await town.home.laurel(
            ["payout", "run", "lie.csv", "--key", "issuer"] + town.home.signing, environment: ["LAUREL_NODE": road.url])
        #expect(payout.status == 1, "\(payout)")
        try await town.signed("payout", "run", "lie.csv", by: "issuer").done()
        #expect(try await balance("rita") == "21.00 LEAF")
    }
}
