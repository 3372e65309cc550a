import Ledger
import LedgerStore
import LedgerTesting
import Testing

/// Postings as a row holds them.
@Suite struct PostingEncodingTests {
    @Test func `a posting reads back as it was written, whatever is in it`() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<20_000 {
            let (number, posting) = Self.posting(&random)
            let bytes = Self.encode(posting, as: number)
            #expect(bytes.count <= LinkedPosting.byteLimit)
            var decoder = CanonicalDecoder(bytes)
            #expect(try LinkedPosting(as: number, from: &decoder) == posting)
            #expect(decoder.remaining == 0)
        }
    }

    @Test func `what can be read is the one encoding of what was read`() {
        var random = SeededRandom(seed: 2)
        var readable = 0
        for _ in 0..<50_000 {
            let (number, posting) = Self.posting(&random)
            var bytes = Self.encode(posting, as: number)
            for _ in 0...Int.random(in: 0...2, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            var decoder = CanonicalDecoder(bytes)
            guard let read = try? LinkedPosting(as: number, from: &decoder) else { continue }
            readable += 1
            #expect(Self.encode(read, as: number) == Array(bytes[..<decoder.offset]))
        }
        #expect(readable > 1_000)
    }

    @Test(
        arguments: [
            ([0x80, 0x00], "in the fewest bytes"), ([0xFF], "a compact number"),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], "at most 64 bits"),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], "at most 64 bits"),
        ] as [([UInt8], String)]) func `a compact number that is cut, too long or too large is refused`(
            bytes: [UInt8], expected: String
        )
    {
        var decoder = CanonicalDecoder(bytes)
        let fault = #expect(throws: DecodingFault.self) { try decoder.readCompact(UInt64.self) }
        #expect(fault.map { "\($0)" }?.contains(expected) == true, "\(String(describing: fault))")
    }

    @Test func `compact numbers keep to the width that is asked for`() throws {
        for value in [0, 1, 127, 128, 65_535, 65_536, UInt64(UInt32.max), .max] {
            var encoder = CanonicalEncoder()
            encoder.write(compact: value)
            var decoder = CanonicalDecoder(encoder.bytes)
            #expect(try decoder.readCompact(UInt64.self) == value)
            var narrow = CanonicalDecoder(encoder.bytes)
            #expect((try? narrow.readCompact(UInt16.self)) == UInt16(exactly: value))
        }
    }

    private static func encode(_ posting: LinkedPosting, as number: UInt64) -> [UInt8] {
        var encoder = CanonicalEncoder()
        posting.encode(as: number, to: &encoder)
        return encoder.bytes
    }

    /// Numbers of every length, links that are there or not.
    private static func posting(_ random: inout SeededRandom) -> (UInt64, LinkedPosting) {
        func number<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type = Value.self) -> Value {
            Value.random(in: 0...(.max), using: &random) >> Value.random(in: 0..<Value(Value.bitWidth), using: &random)
        }
        let own: UInt64 = number()
        func link() -> UInt64? { Bool.random(using: &random) && own > 0 ? own - 1 - number(UInt64.self) % own : nil }
        let kind = Posting.Kind.allCases.randomElement(using: &random)!
        let (one, other): (UInt32, UInt32) = (number(), number())
        let (from, to): (Posting.Place, Posting.Place) =
            switch kind {
            case .issued: (.issuance, .pending(one))
            case .matured: (.pending(one), .balance(one))
            case .revoked: (.pending(one), .revoked)
            case .transferred, .merged: (.balance(one), .balance(other))
            case .burned: (.balance(one), .burned)
            }
        let posting = Posting(
            kind: kind, from: from, to: to, amount: Amount(number()), transaction: number(), credit: number())
        let (first, second) = (link(), link())
        return switch kind {
        case .issued: (own, LinkedPosting(posting: posting, beforeFrom: nil, beforeTo: first))
        case .matured: (own, LinkedPosting(posting: posting, beforeFrom: first, beforeTo: first))
        case .revoked, .burned: (own, LinkedPosting(posting: posting, beforeFrom: first, beforeTo: nil))
        case .transferred, .merged: (own, LinkedPosting(posting: posting, beforeFrom: first, beforeTo: second))
        }
    }
}
