import LedgerCrypto
import LedgerKeys
import Testing

@Suite("Key files")
struct KeyFileTests {
    /// Made in Python with hashlib's scrypt and the `cryptography` package: SHA-256("laurel one") under ``passphrase``.
    static let golden = """
        {
          "cipher" : {
            "ciphertext" : "4c31d469a059d7612df5ed2fe4085ce27f1b078b7a24f9f97b31f370fe4d935c904aec4a1d16ba94480f7f5cdf4791f5",
            "name" : "chacha20-poly1305",
            "nonce" : "78377b525757b494427f8901"
          },
          "format" : "laurel-key-1",
          "kdf" : {
            "n" : 1024,
            "name" : "scrypt",
            "p" : 1,
            "r" : 8,
            "salt" : "63479ad69a090b258277ec8fba6f99419a2ffb248981510657c944ccd1148e97"
          },
          "publicKey" : "1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1"
        }

        """
    static let passphrase = Passphrase("correct horse é")
    static let secret = SHA256.hash(Array("laurel one".utf8)).bytes

    @Test("a file written by another program opens, and is written back byte for byte")
    func goldenFile() throws {
        let file = try KeyFile(json: Array(Self.golden.utf8))
        #expect(file.publicKey.hex == "1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1")
        #expect(String(decoding: file.json, as: UTF8.self) == Self.golden)
        #expect(try file.open(passphrase: Self.passphrase).withUnsafeBytes { Array($0) } == Self.secret)
    }

    @Test("a key comes back from its file, and two files of it have nothing secret in common")
    func roundTrip() throws {
        let key = try SecretKey()
        let files = try (0..<2).map { _ in try KeyFile.seal(key, passphrase: Passphrase("swordfish"), cost: .light) }
        for file in files {
            let read = try KeyFile(json: file.json)
            #expect(read == file)
            #expect(read.publicKey == key.publicKey)
            #expect(read.cost == .light)
            let opened = try read.open(passphrase: Passphrase("swordfish"))
            #expect(opened.withUnsafeBytes { Array($0) } == key.withUnsafeBytes { Array($0) })
            let text = String(decoding: file.json, as: UTF8.self)
            #expect(!text.contains(key.withUnsafeBytes { Hex.encode($0) }))
        }
        #expect(files[0] != files[1])
    }

    @Test("the default cost is scrypt's 2^17, 8, 1, and works")
    func interactiveCost() throws {
        let key = try SecretKey()
        let file = try KeyFile.seal(key, passphrase: Self.passphrase)
        #expect([file.cost.n, file.cost.r, file.cost.p] == [131_072, 8, 1])
        #expect(try file.open(passphrase: Self.passphrase).publicKey == key.publicKey)
    }

    @Test(
        "a wrong passphrase opens nothing",
        arguments: ["", "correct horse", "correct horse é ", "correct horse e\u{301}"])
    func wrongPassphrase(text: String) throws {
        let file = try KeyFile(json: Array(Self.golden.utf8))
        #expect(throws: KeyFileError.wrongPassphraseOrDamaged(file.publicKey)) {
            try file.open(passphrase: Passphrase(text))
        }
    }

    @Test("a genuine file whose secret is another key's is refused")
    func otherKey() throws {
        let other = "4545277b3ec24e636e9e60a9e99ee1cdec00200c49b6c9b1b63f8da80c0beca4"
        let file = try KeyFile(
            json: Self.changed([
                ("1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1", other),
                ("904aec4a1d16ba94480f7f5cdf4791f5", "052fbb6500db39a541a741d83f2ec85e"),
            ]))
        let error = #expect(throws: KeyFileError.self) { try file.open(passphrase: Self.passphrase) }
        guard case .otherKey(let claimed, let sealed)? = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(claimed.hex == other)
        #expect(sealed.hex == "1acca8c03eaf9fc5e569a5bba82bfae77a650a6a82e6554ea7c82bcc0be1c2b1")
    }

    @Test("changing any byte of any value is refused")
    func tampering() throws {
        let bytes = Array(Self.golden.utf8)
        let values = Self.golden.split(separator: "\n").compactMap { $0.split(separator: " : ").dropFirst().first }
            .filter { $0 != "{" }
        #expect(values.count == 10)
        var count = 0
        for value in values {
            let range = try #require(Self.golden.firstRange(of: value))
            let start = Self.golden.utf8.distance(from: Self.golden.startIndex, to: range.lowerBound)
            for index in start..<(start + value.utf8.count) {
                var changed = bytes
                // Another digit or letter, so that what is meant changes and not just how it is written.
                changed[index] = bytes[index] == UInt8(ascii: "2") ? UInt8(ascii: "4") : UInt8(ascii: "2")
                #expect(throws: KeyFileError.self, "byte \(index)") {
                    try KeyFile(json: changed).open(passphrase: Self.passphrase)
                }
                count += 1
            }
        }
        #expect(count > 300)
    }

    @Test("another cost within the bounds is found to be tampering")
    func changedCost() throws {
        for (old, new) in [("\"n\" : 1024", "\"n\" : 2048"), ("\"p\" : 1", "\"p\" : 2"), ("\"r\" : 8", "\"r\" : 9")] {
            let file = try KeyFile(json: Self.changed([(old, new)]))
            #expect(throws: KeyFileError.wrongPassphraseOrDamaged(file.publicKey)) {
                try file.open(passphrase: Self.passphrase)
            }
        }
    }

    static func changed(_ replacements: [(String, String)]) -> [UInt8] {
        var text = golden
        for (old, new) in replacements {
            guard let range = text.firstRange(of: old) else {
                Issue.record("the golden file has no \(old)")
                continue
            }
            text.replaceSubrange(range, with: new)
        }
        return Array(text.utf8)
    }
}
