import Foundation
import LedgerTesting
import Testing

/// Payouts that are ended in every way there is, and finish exact.
@Suite(.serialized) struct PayoutInterruptionTests {
    /// `count` rewards, of 0.10 and up, to seven people.
    private func sheet(_ count: Int) -> (text: String, hundredths: [String: Int]) {
        var sums: [String: Int] = [:]
        let rows = (1...count).map { number in
            let (to, amount) = ("github:person-\(number % 7)", 10 + number % 90)
            sums[to, default: 0] += amount
            return "\(to),0.\(amount),ticketResolved,T-\(number)"
        }
        return ("to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\n", sums)
    }

    private func start(_ town: Town, _ road: FaultyRoad, _ more: [String] = []) throws -> Running {
        try Child.start(
            NodeProcess.executable,
            ["payout", "run", "may.csv", "--new", "--key", "issuer"] + more + town.home.signing,
            environment: town.home.environment(["LAUREL_NODE": road.url]), folder: town.home.folder)
    }

    /// That everybody was paid what the file says, and nobody anything else.
    private func expectExact(_ town: Town, _ node: NodeProcess, _ sums: [String: Int]) async throws {
        let environment = ["LAUREL_NODE": node.url]
        for (to, sum) in sums {
            let account = try await town.home.laurel(["balance", to, "--json"], environment: environment).json()
            #expect(account["pending"] as? String == "\(sum)", "\(to)")
        }
        let supply = try await town.home.laurel(["supply", "--json"], environment: environment).json()
        #expect(supply["minted"] as? String == "\(sums.values.reduce(0, +))")
    }

    @Test func `a payout ended by Ctrl-C, a kill, a lost answer and a node that dies pays each line once`() async throws
    {
        let town = try await Town(Home(), window: "1h")
        let road = try FaultyRoad(town.home, to: town.node)
        let (text, sums) = sheet(4500)
        try town.home.write("may.csv", text)

        try road.meet(.pass, .withhold)
        let first = try start(town, road)
        #expect(await road.said() == "withhold")
        first.child.send(SIGINT)
        let stopped = try first.outcome()
        #expect(stopped.status == 130, "\(stopped)")
        #expect(stopped.output.split(separator: "\n").count(where: { $0.hasPrefix("committed ") }) == 1)
        #expect(stopped.error.contains("payout may: 1024 lines are paid, by 1 transaction(s).\n"), "\(stopped)")
        #expect(stopped.error.hasSuffix("Run the same command again: it pays what is not paid yet.\n"))

        try road.meet(.pass, .hold)
        let second = try start(town, road)
        #expect(await road.said() == "hold")
        second.child.send(SIGKILL)
        let killed = try second.outcome()
        #expect(killed.status == 128 + SIGKILL)
        let status = try await town.laurel("payout", "status", "may")
        #expect(status.status == 1, "\(status)")
        #expect(status["paid"] == "3072 of 4500 lines")
        #expect(status["not sent"] == "1428")

        try road.meet(.pass, .drop, .pass, .stop)
        let third = try start(town, road, ["--patience", "5m"])
        #expect(await road.said() == "stop")
        town.node.kill()
        let node = try await town.home.node(Town.start + town.home.signing)
        try road.go(to: node)
        let finished = try third.outcome()
        try finished.done()
        #expect(finished["paid"]?.hasPrefix("4500 of 4500 lines, ") == true, "\(finished)")
        try await expectExact(town, node, sums)

        let height = try await town.home.laurel(["status"], environment: ["LAUREL_NODE": node.url])["height"]
        let again = try await town.home.laurel(
            ["payout", "run", "may.csv", "--key", "issuer"] + town.home.signing, environment: ["LAUREL_NODE": node.url])
        #expect(try !again.done().contains("committed "), "\(again)")
        #expect(try await town.home.laurel(["status"], environment: ["LAUREL_NODE": node.url])["height"] == height)
        let names = try FileManager.default.contentsOfDirectory(atPath: town.home.path("state/laurel/sent"))
        let kept = try FileManager.default.contentsOfDirectory(
            atPath: town.home.path("state/laurel/sent/\(try #require(names.first))"))
        #expect(
            kept.count == 5, "each line was in one transaction, which was sent as it was until it was known to be done")
        let modes = try kept.map { try town.home.mode("state/laurel/sent/\(names[0])/\($0)") }
        #expect(Set(modes) == [0o600])
        let listed = try await town.home.laurel(["payout", "list"]).done()
        #expect(listed.contains("4500     0  may.csv\n"), "\(listed)")
        #expect(await node.stop() == 0)
    }

    @Test func `a disk that is full ends a payout before anything of it is sent, and it goes on when there is room`()
        async throws
    {
        let town = try await Town(Home(), window: "1h")
        let (text, sums) = sheet(900)
        try town.home.write("may.csv", text)
        // No file may be longer than 100 KiB, which the file of the payout is not, and its transaction is.
        let words = "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""
        let full = try await town.home.run(
            "bash",
            ["-c", words, NodeProcess.executable, "payout", "run", "may.csv", "--new", "--key", "issuer"]
                + town.home.signing, environment: ["LAUREL_NODE": town.node.url])
        #expect(full.status == 2, "\(full)")
        #expect(full.error.contains(": File too large (errno 27)\n"), "\(full)")
        #expect(full.error.contains("The transaction could not be written down, so it was not sent."), "\(full)")
        #expect(try await town.laurel("supply", "--json").json()["minted"] as? String == "0")
        try await town.signed("payout", "run", "may.csv", "--new", by: "issuer").done()
        try await expectExact(town, town.node, sums)
        #expect(await town.node.stop() == 0)
    }

    @Test func `a budget that is used up is paid from again when it is renewed, by waiting or by running again`()
        async throws
    {
        let town = try await Town(
            Home(), window: "1h", terms: ["--budget", "300", "--cap", "100", "--epoch", "1m"], age: 30)
        let rows = (1...5).map { "github:ann,100,ticketResolved,B-\($0)" }
        try town.home.write("b.csv", "to,amount,reason,reference\n" + rows.joined(separator: "\n") + "\n")
        let plan = try await town.signed("payout", "plan", "b.csv", "--new", by: "issuer")
        #expect(plan.status == 1)
        #expect(
            plan.output.contains(
                "  47  it comes to 500.00 LEAF; 300.00 LEAF of the issuer's budget of 300.00 LEAF is left "), "\(plan)")
        let strict = try await town.signed("payout", "run", "b.csv", "--new", by: "issuer")
        #expect(strict.status == 1 && strict.error.hasSuffix("\nNothing was sent.\n"), "\(strict)")
        let part = try await town.signed("payout", "run", "b.csv", "--new", "--in-parts", by: "issuer")
        #expect(part.status == 1, "\(part)")
        #expect(part["paid"]?.hasPrefix("3 of 5 lines, 300.00 LEAF") == true, "\(part)")
        #expect(part["waiting"]?.hasPrefix("2 lines, for the budget of the epoch that begins at ") == true)
        let rest = try await town.signed("payout", "run", "b.csv", "--wait-for-budget", by: "issuer")
        try rest.done()
        #expect(rest["paid"]?.hasPrefix("5 of 5 lines, 500.00 LEAF") == true, "\(rest)")
        #expect(try await town.laurel("balance", "github:ann", "--json").json()["pending"] as? String == "50000")
        #expect(await town.node.stop() == 0)
    }
}
