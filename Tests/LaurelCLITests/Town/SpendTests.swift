import LedgerTesting
import Testing

extension TownTests {
    @Test func `a transfer moves what it says, to ids, names and handles`() async throws {
        try await town.pay("gina", "20", ticket: "G-1")
        try await town.home.makeKeys("hugo")
        let hugo = try await town.account("hugo")
        try await town.signed("transfer", "hugo", "5.25", by: "gina").expect(
            1, error: "not on the chain yet: \(hugo). If there is no typing error, add --new; nothing was sent")
        let evidence = String(repeating: "ab", count: 32)
        let first = try await town.signed("transfer", "hugo", "5.25", "--new", "--evidence", evidence, by: "gina")
        #expect(try receipt(first).balance == "14.75 LEAF")
        #expect(try receipt(try await town.signed("transfer", hugo, "0.75", by: "gina")).balance == "14.00 LEAF")
        let handle = try await town.signed("transfer", "github:ida", "4", "--new", by: "gina")
        #expect(try receipt(handle).balance == "10.00 LEAF")
        #expect(try await balance("hugo") == "6.00 LEAF")
        #expect(try await balance("github:ida") == "4.00 LEAF")
        let history = try await town.laurel("history", "hugo", "--csv").done()
        #expect(history.contains(",\(evidence),"))
    }

    @Test func `tokens that are burned are gone`() async throws {
        try await town.pay("jan", "3", ticket: "J-1")
        let before = try await town.laurel("supply", "--json").json()
        #expect(try receipt(try await town.signed("burn", "2.50", by: "jan")).balance == "0.50 LEAF")
        let after = try await town.laurel("supply", "--json").json()
        #expect(try units(after, "burned") == units(before, "burned") + 250)
        #expect(try units(after, "supply") == units(before, "supply") - 250)
        #expect(try units(after, "minted") == units(before, "minted"))
    }

    private func units(_ json: [String: Any], _ name: String) throws -> Int {
        try #require((json[name] as? String).flatMap { Int($0) })
    }

    @Test func `what an account does not have, or must not send, is refused`() async throws {
        try await town.pay("kai", "3", ticket: "K-1")
        let kai = try await town.account("kai")
        let refuse = { (arguments: [String], error: String) in
            try await town.signed(arguments, by: "kai").expect(1, error: error)
        }
        try await refuse(
            ["transfer", "issuer", "3.01"],
            "refused: insufficientBalance (60): the balance is 3.00 LEAF, less than 3.01 LEAF")
        try await refuse(
            ["burn", "4"], "refused: insufficientBalance (60): the balance is 3.00 LEAF, less than 4.00 LEAF")
        try await refuse(
            ["transfer", "issuer", "0.09"],
            "refused: belowSmallest (42): 0.09 LEAF is under the smallest amount, 0.10 LEAF")
        try await refuse(
            ["transfer", "kai", "1"],
            "refused: toOneself (5): \(kai) is both sender and recipient; name another account")
        try await refuse(["burn", "0"], "refused: zeroAmount (4): the amount is 0; it must be more")
        try await refuse(
            ["burn", "1", "--sequence", "7"],
            "refused: wrongSequence (23): the sequence is 7, the account's next is 0")
        try await refuse(
            ["transfer", "issuer", "1", "--evidence", "abc"],
            "the evidence 'abc' is no hash; 64 hex digits are allowed")
        try await town.home.makeKeys("lee")
        try await town.signed("burn", "1", by: "lee").expect(
            1,
            error:
                "\(try await town.account("lee")) is not on the chain, so it can't send; it must be paid or registered first"
        )
        try town.home.write("wrong", "guess\n")
        try await town.laurel("burn", "1", "--yes", "--key", "kai", "--passphrase-file", "wrong").expect(
            2,
            error:
                "kai does not open: the passphrase is wrong, or its file was changed or damaged (which of the two cannot "
                + "be told); try the passphrase again, then a backup of the file")
        #expect(try await balance("kai") == "3.00 LEAF")
    }

    @Test func `a hash or a file is attested under a topic, and everybody can look it up`() async throws {
        try await town.pay("oona", "3", ticket: "OO-1")
        try town.home.write("minutes.txt", "abc")
        // FIPS 180-2's example.
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let sent = try receipt(
            try await town.signed("attest", "minutes/2026-11", "--file", "minutes.txt", by: "oona"))
        #expect(sent.balance == "3.00 LEAF")
        try await town.signed("attest", "minutes/2026-11", hash, by: "oona").done()
        let block = try await town.laurel("block", "\(sent.block)", "--json").done()
        #expect(block.contains("\"attest\""), "\(block)")
        try await town.signed("attest", "x", "--file", "x", "--out", "a.tx", by: "oona").expect(
            2, error: "cannot open x: No such file or directory")
        try await town.signed("attest", "minutes/2026-11", hash, "--out", "a.tx", by: "oona").done()
        let shown = try await town.laurel("tx", "show", "a.tx").done()
        #expect(shown.contains("topic: minutes/2026-11\n") && shown.contains("hash: \(hash)\n"), "\(shown)")
        try await town.signed("attest", "two words", hash, by: "oona").expect(
            1, error: "the topic 'two words' is not a reference of 1…64 printable ASCII characters without spaces")
        try await town.signed("attest", "x", "abc", by: "oona").expect(
            1, error: "'abc' is no hash; 64 hex digits are allowed, or --file FILE")
        #expect(try await town.signed("attest", "x", by: "oona").status == 64)
    }
}
