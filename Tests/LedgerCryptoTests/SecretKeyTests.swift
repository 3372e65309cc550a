import LedgerCrypto
import LedgerKeys
import Testing

@Suite("Keys and signatures")
struct SecretKeyTests {
    let key: SecretKey
    let message = SHA256.hash(Array("message".utf8))

    init() throws {
        key = try SecretKey()
    }

    @Test("signing twice gives two signatures, both valid")
    func freshness() throws {
        let (first, second) = (try key.sign(message), try key.sign(message))
        #expect(first != second)
        #expect(key.publicKey.isValid(first, for: message))
        #expect(key.publicKey.isValid(second, for: message))
    }

    @Test("flipping any bit of signature, message or key makes the signature invalid")
    func everyBit() throws {
        let signature = try key.sign(message)
        let parsed = try #require(key.publicKey.parsed())
        #expect(parsed.isValid(signature, for: message))
        for bit in 0..<512 {
            #expect(!parsed.isValid(flipping(bit, of: signature), for: message), "bit \(bit) of the signature")
        }
        for bit in 0..<256 {
            #expect(!parsed.isValid(signature, for: flipping(bit, of: message)), "bit \(bit) of the message")
            #expect(!flipping(bit, of: key.publicKey).isValid(signature, for: message), "bit \(bit) of the key")
        }
    }

    @Test("some 32 bytes are no point on the curve, and nothing is valid for them")
    func offCurve() throws {
        let signature = try key.sign(message)
        let offCurve = (0..<64 as Range<UInt8>).compactMap { PublicKey(SHA256.hash([$0]).bytes) }
            .filter { $0.parsed() == nil }
        #expect(16...48 ~= offCurve.count)  // about half of all numbers
        for key in offCurve { #expect(!key.isValid(signature, for: message)) }
        let fieldPrime = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"
        #expect(PublicKey(hex: fieldPrime)?.parsed() == nil)
        #expect(PublicKey.zero.parsed() == nil)
    }

    @Test(
        "a secret is 32 bytes and a number from 1 to n − 1",
        arguments: [
            ("", false), ("01", false),
            ("0000000000000000000000000000000000000000000000000000000000000000", false),
            ("0000000000000000000000000000000000000000000000000000000000000001", true),
            ("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", true),
            ("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", false),
            ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false),
            ("000000000000000000000000000000000000000000000000000000000000000001", false),
        ])
    func range(hex: String, isKey: Bool) throws {
        let bytes = try #require(Hex.decode(hex))
        let key = bytes.withUnsafeBytes { SecretKey($0) }
        #expect((key != nil) == isKey)
        if let key { #expect(key.withUnsafeBytes { Array($0) } == bytes) }
    }

    @Test("a secret shows in no description, dump or interpolation")
    func secrecy() {
        let passphrase = Passphrase("swordfish")
        var text = "\(key) \(String(reflecting: key)) \(String(describing: Optional(key))) \(passphrase)"
        text += String(reflecting: passphrase)
        dump(key, to: &text)
        dump(passphrase, to: &text)
        #expect(text.contains("SecretKey(…)") && text.contains("Passphrase(…)"))
        #expect(!text.contains("swordfish"))
        #expect(!text.contains(key.withUnsafeBytes { Hex.encode($0) }))
        #expect(!text.contains("0x"))
        #expect(Mirror(reflecting: key).children.isEmpty && Mirror(reflecting: passphrase).children.isEmpty)
    }

    @Test("a key signs on many threads at once")
    func concurrency() async throws {
        let (key, message) = (key, message)
        let signatures = try await withThrowingTaskGroup(of: Signature.self) { group in
            for _ in 0..<64 { group.addTask { try key.sign(message) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(signatures.count == 64)
        for signature in signatures { #expect(key.publicKey.isValid(signature, for: message)) }
    }

    private func flipping<Value: FixedBytes>(_ bit: Int, of value: Value) -> Value {
        var bytes = value.bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        return Value(bytes) ?? .zero
    }
}
