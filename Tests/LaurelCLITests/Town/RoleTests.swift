import LedgerTesting
import Testing

extension TownTests {
    @Test func `a registrar admits an account that nobody has paid, once`() async throws {
        try await town.home.makeKeys("pia")
        let pia = try await town.account("pia")
        try await town.signed("register", "pia", by: "registrar").done()
        #expect(try await balance("pia") == "0.00 LEAF")
        try await town.signed("register", "pia", by: "registrar").expect(
            1, error: "refused: accountExists (81): \(pia) is on this chain already")
        try await town.signed("register", "github:quin", by: "pia").expect(
            1, error: "refused: notARegistrar (80): \(pia) is not a registrar by the policy in force")
    }

    @Test func `a handle is paid first and bound to a key later, which then signs for it`() async throws {
        try await town.signed("reward", "github:rosa", "8", "--ticket", "R-1", "--new", by: "issuer").done()
        try await town.home.makeKeys("rosa")
        try await town.signed("bind", "github:rosa", "rosa", by: "registrar", "rosa").done()
        #expect(try await town.laurel("balance", "github:rosa")["handle"] == "github:rosa")
        let sent = try await town.signed("transfer", "issuer", "3", "--from", "github:rosa", by: "rosa")
        #expect(try receipt(sent).balance == "5.00 LEAF")
        try await town.signed("bind", "github:rosa", "rosa", by: "registrar", "rosa").expect(
            1, error: "refused: alreadyBound (82): github:rosa already has a key; its owner can rotate it")
    }

    @Test func `a threshold account shows its keys, and then so many of them sign`() async throws {
        try await town.home.makeKeys("sam", "tim", "uli")
        let account = try await town.account("2-of-3", "sam", "tim", "uli")
        try await town.signed("reward", account, "9", "--ticket", "S-1", "--new", by: "issuer").done()
        try await town.signed("reveal", "2-of-3", "sam", "tim", "uli", by: "sam", "uli").done()
        #expect(try await town.laurel("balance", account)["signs"] == "2 of 3 keys")
        let sent = try await town.signed("transfer", "issuer", "2", "--from", account, by: "tim", "sam")
        #expect(try receipt(sent).balance == "7.00 LEAF")
        let alone = try await town.signed("transfer", "issuer", "2", "--from", account, by: "tim")
        #expect(alone.status == 1)
        #expect(
            alone.error.hasPrefix("refused: unauthorised (24): 1 of the keys that must sign have signed; 2 are needed"),
            "\(alone)")
    }

    @Test func `after a rotation the new key signs, and the old one does not`() async throws {
        try await town.pay("vera", "6", ticket: "V-1")
        try await town.home.makeKeys("vera2")
        try await town.signed("rotate", "vera2", by: "vera", "vera2").done()
        let old = try await town.signed("burn", "1", by: "vera")
        #expect(old.status == 1)
        #expect(old.error.hasPrefix("refused: unauthorised (24): "), "\(old)")
        let new = try await town.signed("burn", "1", "--from", "vera", by: "vera2")
        #expect(try receipt(new).balance == "5.00 LEAF")
    }

    @Test func `a merge moves all that there is and closes the account`() async throws {
        try await town.pay("will", "6", ticket: "W-1")
        try await town.pay("xena", "1", ticket: "W-2")
        try await town.signed("merge", "xena", by: "will", "xena").done()
        let xena = try await town.laurel("balance", "xena")
        #expect(xena["balance"] == "7.00 LEAF")
        #expect(xena["earned"] == "7.00 LEAF")
        let will = try await town.laurel("balance", "will")
        #expect(will["merged into"] == (try await town.account("xena")), "\(will)")
        let closed = try await town.signed("burn", "1", by: "will")
        #expect(closed.status == 1)
        #expect(closed.error.hasPrefix("refused: senderClosed (22): "), "\(closed)")
    }
}
