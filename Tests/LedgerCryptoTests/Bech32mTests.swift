import FoundationEssentials
import LedgerCrypto
import Testing

@Suite("Bech32m")
struct Bech32mTests {
    /// Made by the reference code of BIP350: a zero byte and a public key.
    static let text = "laurel1qqdve2xq86hel309dxjmh2ptltnh5eg2d2pwv42w5lyzhnqtu8ptzllwy46"
    static let payload: [UInt8] =
        [0] + (Hex.decode("1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1") ?? [])

    @Test("bytes become the text that the reference gives, and come back")
    func golden() throws {
        #expect(Bech32m.encode(prefix: "laurel", Self.payload) == Self.text)
        #expect(try Bech32m.decode(Self.text, prefix: "laurel") == Self.payload)
        #expect(try Bech32m.decode(Self.text.uppercased(), prefix: "laurel") == Self.payload)
    }

    @Test("payloads of every length come back", arguments: 0...49)
    func lengths(count: Int) throws {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: 37 * $0 + 200) }
        #expect(try Bech32m.decode(Bech32m.encode(prefix: "x", payload), prefix: "x") == payload)
    }

    @Test("each single typing error is refused and its place named")
    func singleErrors() {
        let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".unicodeScalars)
        for position in 8...66 {
            for wrong in alphabet where wrong != Array(Self.text.unicodeScalars)[position - 1] {
                #expect(throws: Bech32mError.wrongChecksum(suspect: .init(character: wrong, position: position))) {
                    try Bech32m.decode(Self.replacing(position, with: Character(wrong)), prefix: "laurel")
                }
            }
        }
    }

    @Test("each pair of swapped neighbours is refused")
    func swaps() {
        for index in 7..<65 {
            var characters = Array(Self.text)
            characters.swapAt(index, index + 1)
            guard String(characters) != Self.text else { continue }
            #expect(throws: Bech32mError.self) { try Bech32m.decode(String(characters), prefix: "laurel") }
        }
    }

    @Test("each error says what is wrong, where, and the way out")
    func messages() {
        let long = String(repeating: "q", count: 91)
        let cases: [(String, String)] = [
            (long, "it has 91 characters, at most 90 are allowed"),
            (
                "laurel1qqd",
                "only 3 characters follow the separator '1', the checksum alone has 6; it looks cut off"
            ),
            (Self.replacing(20, with: "Q"), "it mixes upper- and lowercase letters; write it in lowercase"),
            (
                Self.replacing(17, with: "b"),
                "character 17, 'b', cannot stand there; "
                    + "after the prefix only these can: qpzry9x8gf2tvdw0s3jn54khce6mua7l"
            ),
            (
                Self.replacing(30, with: "1"),
                "character 30, '1', cannot stand there; "
                    + "after the prefix only these can: qpzry9x8gf2tvdw0s3jn54khce6mua7l"
            ),
            (
                Self.replacing(9, with: "é"),
                "character 9, U+E9, cannot stand there; "
                    + "after the prefix only these can: qpzry9x8gf2tvdw0s3jn54khce6mua7l"
            ),
            ("laurelqqqqqq", "it has no '1' between a prefix and the data"),
            ("", "it has no '1' between a prefix and the data"),
            (
                Bech32m.encode(prefix: "bc", Self.payload),
                "it starts with 'bc1', expected 'laurel1'"
            ),
            (
                Self.replacing(17, with: "c"),
                "its checksum is wrong: character 17, 'c', looks mistyped; compare it with the original"
            ),
            (
                String(Self.text.dropLast()),
                "its checksum is wrong, and more than one character is mistyped, missing or swapped; "
                    + "copy it anew from the original"
            ),
            (
                "laurel1qqdve2xq86hel309dxjmh2ptltnh5eg2d2pwv42w5lyzhnqtu8ptz2r7gsc",
                "its checksum is that of bech32 (BIP173), only bech32m (BIP350) is accepted; "
                    + "have it written anew as bech32m"
            ),
            (
                "laurel1qpyryyfm",  // eight bits of data would fit, but the last two are not zero
                "its checksum is right, but its data are not a whole number of bytes; it was written by a faulty program"
            ),
            (
                "laurel1qqqdzth7y",  // fifteen bits: a byte and seven left over
                "its checksum is right, but its data are not a whole number of bytes; it was written by a faulty program"
            ),
        ]
        for (text, message) in cases {
            let error = #expect(throws: Bech32mError.self) { try Bech32m.decode(text, prefix: "laurel") }
            #expect(error?.description == message, "\(text)")
        }
    }

    private static func replacing(_ position: Int, with character: Character) -> String {
        var characters = Array(text)
        characters[position - 1] = character
        return String(characters)
    }
}

@Suite("BIP350 vectors", .enabled(if: Vectors.folder != nil, Vectors.reason))
struct Bech32mVectorTests {
    private struct File: Decodable {
        let bech32, bech32m: Kind

        struct Kind: Decodable {
            let valid: [String]
            let invalid: [Invalid]
        }

        struct Invalid: Decodable {
            let hex, reason: String
        }
    }

    private let file: File

    init() throws {
        file = try JSONDecoder().decode(File.self, from: Data(Vectors.read("bech32/bech32_vectors.json")))
    }

    @Test("all valid bech32m is read")
    func valid() throws {
        #expect(file.bech32m.valid.count == 7)
        for text in file.bech32m.valid {
            let (prefix, groups) = try Bech32m.decodeGroups(text)
            #expect(prefix.utf8.count + 1 + groups.count + 6 == text.utf8.count)
        }
    }

    @Test("all invalid bech32m is refused")
    func invalid() throws {
        #expect(file.bech32m.invalid.count == 14)
        for vector in file.bech32m.invalid {
            let bytes = try #require(Hex.decode(vector.hex))
            let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            #expect(throws: Bech32mError.self, "\(vector.reason)") { try Bech32m.decodeGroups(text) }
        }
    }

    @Test("valid bech32 is refused by its name")
    func older() {
        #expect(file.bech32.valid.count == 7)
        for text in file.bech32.valid {
            #expect(throws: Bech32mError.bech32Checksum) { try Bech32m.decodeGroups(text) }
        }
    }
}
