import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct GeneralRuleTests {
    /// In order of precedence: each case also breaks what comes after it.
    @Test func `the general rules are tried in their order`() throws {
        var table = RuleTable(TestCommunity(allowance: 2))
        try table.pay(table.aliceID, 500, "t1")
        try table.pay(table.bobID, 500, "t2")
        let late = Timestamp(milliseconds: table.chain.time.milliseconds - 1)
        let tooMuch = Transfer(to: table.strangerID, amount: Amount(9999))
        let community = table.community

        #expect(
            try table.refusal(
                of: Samples.spending(1), from: table.strangerID, keys: [table.bob], sequence: 9,
                validUntil: late)
                == .expired(validUntil: late, time: table.chain.time))
        #expect(
            try table.refusal(of: Samples.spending(1), from: table.strangerID, keys: [table.bob], sequence: 9)
                == .unknownSender(table.strangerID))
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.bob], sequence: 9)
                == .wrongSequence(got: 9, expected: 0))
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.bob])
                == .unauthorised(.tooFew(got: 0, threshold: 1)))
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.alice, table.bob])
                == .unauthorised(.toSpare(table.bob.publicKey)))
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.alice])
                == .insufficientBalance(amount: Amount(9999), balance: Amount(500)))
        for _ in 0..<2 {
            #expect(
                try table.refusal(of: Transfer(to: table.bobID, amount: Amount(10)), keys: [table.alice]) == nil)
        }
        let renewal = community.genesis.time.adding(TestCommunity.day)
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.alice])
                == .allowanceUsed(allowance: 2, renewsAt: renewal))
        try table.chain.close()
        table.chain.advance(by: TestCommunity.day)
        #expect(try table.refusal(of: Merge(into: table.bobID), keys: [table.alice, table.bob]) == nil)
        #expect(
            try table.refusal(of: tooMuch, from: table.aliceID, keys: [table.bob], sequence: 9)
                == .senderClosed(table.aliceID, mergedInto: table.bobID))
    }

    @Test func `rules without state come before all others`() throws {
        var table = RuleTable()
        let zero = Transfer(to: table.aliceID, amount: .zero)
        #expect(try table.refusal(of: zero, keys: [table.alice]) == .zeroAmount(credit: nil))
        let own = Transfer(to: table.aliceID, amount: Amount(1))
        #expect(try table.refusal(of: own, keys: [table.alice]) == .toOneself(table.aliceID))
        let credits = [table.credit(table.bobID, 5, "a"), table.credit(table.bobID, 0, "b")]
        #expect(try table.refusal(of: Reward(credits), keys: [table.alice]) == .zeroAmount(credit: 1))
        let merge = Merge(into: table.aliceID)
        #expect(try table.refusal(of: merge, keys: [table.alice]) == .toOneself(table.aliceID))
        let terms = IssuerTerms(scope: [.anyOther], capPerReference: .zero, budgetPerEpoch: Amount(1))
        #expect(
            try table.refusal(of: SetIssuer(account: table.bobID, terms: terms), keys: [table.alice])
                == .invalidPolicy(PolicyFault(path: "capPerReference", got: "0", allowed: "at least 1")))
    }

    @Test func `a signature holds for one transaction on one chain and nothing else`() throws {
        let table = RuleTable()
        let chain = table.chain.state.chainID
        let transaction = table.chain.transaction(Samples.spending(5), from: table.aliceID)
        let signed = try SignedTransaction(transaction, on: chain, keys: [table.alice])
        let bytes = signed.encoded
        _ = try VerifiedTransaction(decoding: bytes, on: chain)
        #expect(throws: Rejection.badSignature(witness: 0, key: table.alice.publicKey)) {
            _ = try VerifiedTransaction(decoding: bytes, on: .zero)
        }
    }

    @Test(arguments: Samples.kinds.indices)
    func `of no kind of transaction a bit can be turned over`(kind: Int) throws {
        let chain = TestCommunity().genesis.chainID
        // What breaks a rule by its values is refused with all bits in place.
        let sound = try Samples.signed(on: chain).filter { sample, bytes in
            type(of: sample.body) == Samples.kinds[kind]
                && (try? VerifiedTransaction(decoding: bytes, on: chain)) != nil
        }
        let (_, bytes) = try #require(sound.first, "\(Samples.kinds[kind].name) has a sample that is sound")
        for bit in 0..<bytes.count * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: Rejection.self, "bit \(bit)") { _ = try VerifiedTransaction(decoding: flipped, on: chain) }
        }
    }

    @Test func `the same transaction signed twice has one id and two signatures`() throws {
        let table = RuleTable()
        let transaction = table.chain.transaction(Samples.spending(5), from: table.aliceID)
        let chain = table.chain.state.chainID
        let first = try SignedTransaction(transaction, on: chain, keys: [table.alice])
        let second = try SignedTransaction(transaction, on: chain, keys: [table.alice])
        #expect(first.encoded != second.encoded)
        #expect(
            try VerifiedTransaction(decoding: first.encoded, on: chain).id
                == VerifiedTransaction(decoding: second.encoded, on: chain).id)
    }

    @Test func `a transaction that is too large is refused before it is decoded`() {
        #expect(throws: Rejection.tooLarge(byteCount: 196_609)) {
            _ = try VerifiedTransaction(decoding: Array(repeating: 0, count: 196_609), on: .zero)
        }
    }

    @Test func `bytes that do not decode are malformed, and a reward of too many credits is named`() throws {
        let table = RuleTable()
        let transaction = table.chain.transaction(
            Reward((0..<1024).map { table.credit(table.bobID, 10, "t\($0)") }), from: table.aliceID)
        let chain = table.chain.state.chainID
        var bytes = try SignedTransaction(transaction, on: chain, keys: [table.alice]).encoded
        bytes[50] += 1  // after sender, sequence, end and tag: the count, 1,024 in two bytes
        #expect(throws: Rejection.tooManyCredits(count: 1025)) {
            _ = try VerifiedTransaction(decoding: bytes, on: chain)
        }
        bytes[0] = 3
        let error = #expect(throws: Rejection.self) { _ = try VerifiedTransaction(decoding: bytes, on: chain) }
        #expect(error?.code == 2)
    }

    @Test func `the kinds of version 1 keep their tags and names, and no later one takes them`() {
        let first = [
            "0 reward", "1 transfer", "2 burn", "3 revoke", "4 register", "5 bind", "6 reveal", "7 rotate", "8 merge",
            "9 setIssuer", "10 setPolicy", "12 attest",
        ]
        let names = Action.kinds.map { "\($0.tag) \($0.name)" }
        #expect(Array(names.prefix(first.count)) == first)
        #expect(Set(Action.kinds.map { $0.name }).count == names.count)
        #expect(Set(Action.kinds.map { $0.tag }).count == names.count)
    }
}
