import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct CodecTests {
    private static let community = TestCommunity()
    private static let key = TestKeys.key("someone").publicKey
    private static let alice = AccountID.key(key)

    private static func text<Text: FormedText>(_ text: String) -> Text { Text(unchecked: text) }

    /// A body of every kind, in order of the tags.
    private static let bodies: [any ActionBody] = [
        Reward([
            Credit(to: alice, amount: Amount(.max), reason: .ticketResolved, reference: text("T-1")),
            Credit(
                to: .handle(text("github:bob")), amount: Amount(1), reason: .other(text("event")),
                reference: text("2026/meetup"), evidence: .number(1)),
        ]),
        Transfer(to: alice, amount: Amount(5), evidence: .number(2)), Burn(amount: Amount(7)),
        Revoke(.credits(transaction: .number(3), indices: [0, 7, 1023]), reason: text("counted twice, déjà vu")),
        Register(account: alice), Bind(handle: text("github:alice"), key: key),
        Reveal(policy: community.councilPolicy), Rotate(to: Authenticator(key)), Merge(into: alice),
        SetIssuer(
            account: alice,
            terms: IssuerTerms(
                scope: [.anyOther, .other(text("a")), .ticketResolved], capPerReference: Amount(1),
                budgetPerEpoch: Amount(2))),
        SetPolicy(policy: community.genesis.policy), Attest(topic: text("minutes/2026-11"), hash: .number(5)),
    ]

    private static let values: [any Canonical] =
        bodies.map { Action($0) }
        + [
            Action(Revoke(.binding(alice), reason: text("stolen"), evidence: .number(4))),
            Action(SetIssuer(account: alice, terms: nil)), community.genesis, community.genesis.policy,
            community.genesis.token, community.councilPolicy, alice, AccountID.handle(text("github:bob")),
            Amount(.max), Timestamp.latest, Milliseconds(1), Digest.number(1), key, Reason.proposalAccepted,
            ScopeItem.anyOther, Witness(key: key, signature: .zero),
            SignedTransaction(
                Transaction(
                    sender: alice, sequence: .max, validUntil: .latest, action: Action(Burn(amount: Amount(1)))),
                witnesses: [Witness(key: key, signature: .zero)]),
        ]

    /// Decodes as the type of `sample`.
    private func again<Value: Canonical>(_ bytes: [UInt8], like sample: Value) throws(DecodingFault) -> [UInt8] {
        try Value(decoding: bytes).encoded
    }

    @Test func `there is a sample of every kind of action`() {
        #expect(Self.bodies.map { type(of: $0).tag } == Action.kinds.map { $0.tag })
    }

    @Test(arguments: values.indices)
    func `a value comes back from its bytes, and from no part of them`(index: Int) throws {
        let value = Self.values[index]
        let bytes = value.encoded
        #expect(try again(bytes, like: value) == bytes)
        for count in 0..<bytes.count {
            #expect(throws: DecodingFault.self, "\(type(of: value)), \(count) of \(bytes.count) bytes") {
                try again(Array(bytes.prefix(count)), like: value)
            }
        }
        let trailing = DecodingFault.malformed(offset: bytes.count, expected: "the end, got 1 more bytes")
        #expect(throws: trailing) { try again(bytes + [0], like: value) }
    }

    @Test(arguments: values.indices)
    func `bytes with one of them changed are refused or are the one encoding of another value`(index: Int) throws {
        let value = Self.values[index]
        let bytes = value.encoded
        for place in bytes.indices {
            for byte: UInt8 in [0, 1, 2, 0x7F, 0x80, 0xFF, bytes[place] &+ 1, bytes[place] ^ 0x20] {
                var changed = bytes
                changed[place] = byte
                guard let read = try? again(changed, like: value), read != changed else { continue }
                Issue.record("\(type(of: value)): byte \(place) as \(byte) decodes, but to a value with other bytes")
            }
        }
    }

    @Test(
        arguments: [
            ([0x00], 0), ([0x7F], 127), ([0x80, 0x01], 128), ([0xFF, 0xFF, 0xFF, 0xFF, 0x0F], 4_294_967_295),
        ] as [([UInt8], Int)])
    func `ULEB128 is read and written in the fewest bytes`(bytes: [UInt8], value: Int) throws {
        var decoder = CanonicalDecoder(bytes)
        #expect(try decoder.readULEB128() == value)
        try decoder.finish()
        var encoder = CanonicalEncoder()
        encoder.write(uleb128: value)
        #expect(encoder.bytes == bytes)
    }

    @Test(
        arguments: [
            ([0x80, 0x00], "byte 0: expected ULEB128 in the fewest bytes"),
            ([0x81, 0x80, 0x00], "byte 0: expected ULEB128 in the fewest bytes"),
            ([0x80, 0x80, 0x80, 0x80, 0x00], "byte 0: expected ULEB128 in the fewest bytes"),
            ([0x80, 0x80, 0x80, 0x80, 0x10], "byte 0: expected a ULEB128 number of at most 2^32-1"),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x01], "byte 0: expected a ULEB128 number of at most 5 bytes"),
            ([0x80], "byte 1: expected a ULEB128 number (1 bytes), got the end after 0"),
        ] as [([UInt8], String)])
    func `other forms of ULEB128 are refused`(bytes: [UInt8], message: String) {
        var decoder = CanonicalDecoder(bytes)
        let fault = #expect(throws: DecodingFault.self) { try decoder.readULEB128() }
        #expect(fault?.description == message)
    }

    @Test func `a count that can't be there is refused before anything is allocated for it`() {
        var decoder = CanonicalDecoder([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3])
        let fault = #expect(throws: DecodingFault.self) {
            try decoder.readList(Digest.self, 0...Int(UInt32.max), elementBytes: 32, "hashes")
        }
        #expect(fault?.description == "byte 0: expected 4294967295 hashes, got the end after 3 bytes")
    }

    @Test func `a set out of order or with an element twice is refused`() throws {
        let keys = Self.community.councilPolicy.keys
        for wrong in [[keys[1], keys[0]], [keys[0], keys[0]]] {
            var encoder = CanonicalEncoder()
            encoder.write(UInt8(1))
            encoder.write(wrong)
            let expected = DecodingFault.malformed(offset: 34, expected: "keys in strictly ascending order")
            #expect(throws: expected) { try Authenticator(decoding: encoder.bytes) }
        }
    }

    @Test(
        arguments: [
            ([0x02, 0x61, 0xFF], "byte 1: expected a text in UTF-8"),
            ([0x02, 0x61, 0x20], "byte 0: expected a reference of 1…64 printable ASCII characters without spaces"),
            ([0x00], "byte 0: expected 1…64 bytes of a text, got 0"),
            ([0x41], "byte 0: expected 1…64 bytes of a text, got 65"),
            ([0x03, 0x61], "byte 0: expected 3 bytes of a text, got the end after 1 bytes"),
        ] as [([UInt8], String)])
    func `a text that is not of its form is refused`(bytes: [UInt8], message: String) {
        let fault = #expect(throws: DecodingFault.self) { try Reference(decoding: bytes) }
        #expect(fault?.description == message)
    }
}
