import LedgerCrypto
import Testing

@Suite("Fixed bytes and hex")
struct FixedBytesTests {
    let ascending = Array(0..<32 as Range<UInt8>)

    @Test("bytes go in and come out in the same order")
    func roundTrip() throws {
        let digest = try #require(Digest(ascending))
        #expect(digest.bytes == ascending)
        #expect(digest.withUnsafeBytes { Array($0) } == ascending)
        #expect(digest.hex == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect("\(digest)" == digest.hex)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(ascending.withUnsafeBytes { Digest(copying: $0) } == digest)
        #expect(PublicKey(ascending)?.bytes == ascending)
        #expect(Signature(ascending + ascending)?.bytes == ascending + ascending)
    }

    @Test("any other number of bytes is none", arguments: [0, 1, 31, 33, 63, 64, 65])
    func wrongCount(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(Digest(bytes) == nil)
        #expect(PublicKey(bytes) == nil)
        #expect(Digest(hex: Hex.encode(bytes)) == nil)
        #expect((Signature(bytes) == nil) == (count != 64))
    }

    @Test("zero is all zeros and differs in every single bit from others")
    func zero() throws {
        #expect(Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
        #expect(Signature.zero.bytes == [UInt8](repeating: 0, count: 64))
        for bit in 0..<512 {
            var bytes = Signature.zero.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(Signature(bytes) != .zero)
            if bit < 256 { #expect(try #require(Digest(bytes[..<32])) > .zero) }
        }
    }

    @Test("digests and keys sort by their first different byte")
    func order() throws {
        for index in 0..<32 {
            var small = [UInt8](repeating: 0x80, count: 32)
            var large = small
            large[index] = 0x81
            for behind in (index + 1)..<32 { small[behind] = 0xff }
            let (first, second) = (try #require(Digest(small)), try #require(Digest(large)))
            #expect(first < second && !(second < first))
            let (firstKey, secondKey) = (try #require(PublicKey(small)), try #require(PublicKey(large)))
            #expect(firstKey < secondKey && !(secondKey < firstKey))
        }
        #expect(!(Digest.zero < Digest.zero))
    }

    @Test("hex knows both cases and refuses all else")
    func hex() {
        #expect(Hex.encode([]) == "")
        #expect(Hex.encode([0x00, 0x9a, 0xff, 0x0f]) == "009aff0f")
        #expect(Hex.decode("009aFF0f") == [0x00, 0x9a, 0xff, 0x0f])
        #expect(Hex.decode("") == [])
        for wrong in ["0", "0g", "0x00", " 00", "é0", "00\n", "/0", ":0", "@0", "`0"] {
            #expect(Hex.decode(wrong) == nil, "\(wrong)")
        }
        let all = Array(0...255 as ClosedRange<UInt8>)
        #expect(Hex.decode(Hex.encode(all)) == all)
    }
}
