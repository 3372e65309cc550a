import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

@Suite struct CodecTests {
    private static let community = TestCommunity()
    private static let key = TestKeys.key("someone").publicKey
    private static let alice = AccountID.key(key)

    private static func text<Text: FormedText>(_ text: String) -> Text { Text(unchecked: text) }

    private static let values: [any Canonical] =
        Samples.all.map { Action($0.body) }
        + [
            community.genesis, community.genesis.policy,
            community.genesis.token, community.councilPolicy, alice, AccountID.handle(text("github:bob")),
            Amount(.max), Timestamp.latest, Milliseconds(1), Digest.number(1), key, Reason.proposalAccepted,
            ScopeItem.anyOther, Witness(key: key, signature: .zero),
            SignedTransaction(
                Transaction(
                    sender: alice, sequence: .max, validUntil: .latest, action: Action(Samples.spending(1))),
                witnesses: [Witness(key: key, signature: .zero)]),
        ]

    /// Decodes as the type of `sample`.
    private func again<Value: Canonical>(_ bytes: [UInt8], like sample: Value) throws(DecodingFault) -> [UInt8] {
        try Value(decoding: bytes).encoded
    }

    @Test func `there are samples of every kind of action, and none stands where another belongs`() {
        for kind in Action.kinds { #expect(kind is any SampledAction.Type, "add samples of '\(kind.name)'") }
        for kind in Samples.kinds {
            #expect(!kind.samples.isEmpty && kind.weight > 0, "\(kind.name)")
            for sample in kind.samples { #expect(type(of: sample.body).tag == kind.tag, "\(kind.name)") }
        }
    }

    @Test func `each kind's least size is that of its shortest sample`() {
        for kind in Samples.kinds {
            #expect(kind.samples.map { $0.body.encoded.count }.min() == kind.leastByteCount, "\(kind.name)")
        }
    }

    @Test func `as many transactions as there may be are read, of whichever kind, where each is as short as can be`()
        throws
    {
        let short = try Samples.signed(on: .zero).filter {
            $0.sample.body.encoded.count == type(of: $0.sample.body).leastByteCount
        }
        #expect(Set(short.map { type(of: $0.sample.body).tag }).count == Action.kinds.count)
        for (sample, bytes) in short {
            var encoder = CanonicalEncoder()
            encoder.write(uleb128: 1000)
            for _ in 0..<1000 { encoder.write(raw: bytes) }
            let batch = try TransactionBatch(decoding: encoder.bytes, limits: 1...1000)
            #expect(batch.count == 1000, "\(type(of: sample.body).name)")
        }
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
