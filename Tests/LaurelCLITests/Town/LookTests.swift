import Foundation
import LedgerTesting
import Testing

extension TownTests {
    /// What a command says of the node, once it has said the same of the node's folder.
    private func look(_ arguments: [String]) async throws -> String {
        let node = try await town.home.laurel(arguments + ["--node", town.node.url])
        let folder = try await town.home.laurel(arguments + ["--data", "ledger"])
        #expect(folder.output == node.output)
        #expect(folder.status == node.status)
        #expect(folder.error == node.error)
        return try node.done()
    }

    @Test func `a node and its folder give the same answers`() async throws {
        try await town.pay("yves", "6", ticket: "Y-1")
        try await town.signed("transfer", "github:zoe", "2", "--new", by: "yves").done()
        let id = try #require(try await town.signed("burn", "1", by: "yves")["committed"])
        #expect(try await look(["balance", "yves"]).contains("\nbalance        3.00 LEAF\n"))
        for command in [
            ["balance", "yves", "--json"], ["history", "yves"], ["history", "yves", "--json"],
            ["history", "github:zoe"],
            ["accounts"], ["accounts", "--order", "balance", "--limit", "2", "--json"], ["supply"],
            ["supply", "--json"],
            ["block"], ["block", "1", "--json"], ["block", id], ["block", id, "--json"],
        ] { _ = try await look(command) }
        let status = try await town.laurel("status", "--data", "ledger").done()
        #expect(try await town.laurel("status").done().hasPrefix(status), "a node adds what only it knows")
        for (command, error) in [
            (["balance", "github:none"], Self.strange("github:none")),
            (["block", "99999"], "refused: this chain has no block 99999"),
            (["history", "github:none"], Self.strange("github:none")),
        ] {
            for place in [["--node", town.node.url], ["--data", "ledger"]] {
                try await town.home.laurel(command + place).expect(1, error: error)
            }
        }
    }

    @Test func `a history is told in full, as a table and as values`() async throws {
        try await town.pay("zack", "6", ticket: "Z-1")
        try await town.signed("transfer", "github:zelda", "2", "--new", by: "zack").done()
        let table = try await town.laurel("history", "zack").done().split(separator: "\n").map(String.init)
        #expect(table.count == 4)
        #expect(table[1].contains("  transferred  -2.00"), "\(table)")
        #expect(table[1].hasSuffix("  github:zelda"), "\(table)")
        #expect(table[2].contains("  matured      +6.00    -6.00  "), "\(table)")
        #expect(table[3].hasSuffix("  ticketResolved Z-1"), "\(table)")
        let csv = try await town.laurel("history", "zack", "--csv").done().split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(csv.map { $0[3] } == ["kind", "transferred", "matured", "issued"])
        #expect(csv.map { $0[5] } == ["balance_change", "-2.00", "+6.00", "0.00"])
        #expect(csv[1][8] == "github:zelda")
        #expect(csv[3][10] == "Z-1")
    }

    @Test func `pages of a history join to the whole`() async throws {
        try await town.pay("arne", "6", ticket: "Q-1")
        for _ in 0..<3 { try await town.signed("burn", "0.50", by: "arne").done() }
        let all = try await town.laurel("history", "arne", "--csv", "--all").done().split(separator: "\n")
        #expect(all.count == 6)
        var joined = all.prefix(1)
        var more: [String] = []
        repeat {
            let page = try await town.home.laurel(
                ["history", "arne", "--csv", "--limit", "2"] + more, environment: ["LAUREL_NODE": town.node.url])
            joined += try page.done().split(separator: "\n").dropFirst()
            let next =
                try await town.home.laurel(
                    ["history", "arne", "--json", "--limit", "2"] + more, environment: ["LAUREL_NODE": town.node.url]
                ).json()["next"] as? String
            more = next.map { ["--before", $0] } ?? []
        } while !more.isEmpty
        #expect(joined == all[...])
    }

    @Test func `watch prints blocks from a height on`() async throws {
        try await town.pay("birk", "1", ticket: "X-1")
        try await town.signed("burn", "0.50", by: "birk").done()
        let head = try #require(try await town.laurel("status")["height"].flatMap { UInt64($0) })
        let watched = try await town.laurel("watch", "--after", "\(head - 2)", "--count", "2")
        let lines = try watched.done().split(separator: "\n")
        #expect(
            lines.map { $0.split(separator: "  ").dropFirst().joined(separator: " ") } == [
                "block \(head - 1) 1 reward", "block \(head) 1 burn",
            ])
    }

    @Test func `where no node answers, the words say so at once`() async throws {
        try await town.laurel("status", "--node", "http://127.0.0.1:1").expect(
            2,
            error: "nobody answers at http://127.0.0.1:1: the connection was refused; is the node running there?")
        try await town.laurel("status", "--node", "127.0.0.1:1").expect(
            2, error: "'127.0.0.1:1' is not a node's address; write one such as http://127.0.0.1:8440")
        try await town.laurel("balance", "issuer", "--node", town.node.url + "/x").expect(
            1,
            error: "refused: /x/v1/status is no path of this API; see /v1/openapi.json")
        try await town.laurel("status", "--data", "nowhere").expect(
            2,
            error:
                "nowhere holds no ledger; make one with `laurel node --data DIR --genesis FILE`, or name another folder"
        )
    }
}
