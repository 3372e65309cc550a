import LedgerCrypto
import LedgerKeys
import Testing

@Suite("Errors of key files")
struct KeyFileErrorTests {
    /// What is replaced in the golden file, by what, and the whole message that follows.
    static let cases: [(String, String, String)] = [
        (
            "laurel-key-1", "laurel-key-2",
            "the key file has the format 'laurel-key-2', this version knows only 'laurel-key-1'"
        ),
        (
            "laurel-key-1", "\\u0007\\n" + String(repeating: "x", count: 50),
            "the key file has the format '\\u{07}\\n" + String(repeating: "x", count: 38)
                + "…', this version knows only 'laurel-key-1'"
        ),
        (
            "scrypt", "argon2id",
            "the key file's kdf.name is 'argon2id', the format laurel-key-1 has only 'scrypt'"
        ),
        (
            "chacha20-poly1305", "rot13",
            "the key file's cipher.name is 'rot13', the format laurel-key-1 has only 'chacha20-poly1305'"
        ),
        ("1024", "1000", "kdf.n is 1000, allowed is a power of two from 1024 to 1048576"),
        ("1024", "512", "kdf.n is 512, allowed is a power of two from 1024 to 1048576"),
        ("1024", "2097152", "kdf.n is 2097152, allowed is a power of two from 1024 to 1048576"),
        (
            "1024", "-9223372036854775808",
            "kdf.n is -9223372036854775808, allowed is a power of two from 1024 to 1048576"
        ),
        ("\"r\" : 8", "\"r\" : 17", "kdf.r is 17, allowed is 1 to 16"),
        ("\"p\" : 1", "\"p\" : 0", "kdf.p is 0, allowed is 1 to 4"),
        (
            "1024", "1e400",
            "this is no key file of the format laurel-key-1: it is not JSON, or a number in it is not a whole one of 64 bits"
        ),
        (
            "1024", "1.5",
            "this is no key file of the format laurel-key-1: it is not JSON, or a number in it is not a whole one of 64 bits"
        ),
        ("1024", "\"1024\"", "this is no key file of the format laurel-key-1: the field 'kdf.n' is of the wrong kind"),
        (
            "\"nonce\"", "\"once\"",
            "this is no key file of the format laurel-key-1: the field 'cipher.nonce' is missing"
        ),
        (
            "1acca8", "1acca",
            "the key file's publicKey is not 64 hex digits (32 bytes); restore it from a backup"
        ),
        (
            "63479a", "63479g",
            "the key file's kdf.salt is not 64 hex digits (32 bytes); restore it from a backup"
        ),
        (
            "78377b", "78377b00",
            "the key file's cipher.nonce is not 24 hex digits (12 bytes); restore it from a backup"
        ),
        (
            "4c31d4", "",
            "the key file's cipher.ciphertext is not 96 hex digits (48 bytes); restore it from a backup"
        ),
    ]

    @Test("each names the thing, what was got and what is allowed", arguments: cases.indices)
    func texts(index: Int) {
        let (old, new, message) = Self.cases[index]
        let error = #expect(throws: KeyFileError.self) { try KeyFile(json: KeyFileTests.changed([(old, new)])) }
        #expect(error?.description == message)
    }

    @Test("a cost of more than 1 GiB is refused before it is paid")
    func memory() {
        let json = KeyFileTests.changed([("1024", "1048576"), ("\"r\" : 8", "\"r\" : 16")])
        let error = #expect(throws: KeyFileError.self) { try KeyFile(json: json) }
        #expect(
            error?.description
                == "the memory, 128 · kdf.n · kdf.r bytes, is 2147483648, allowed is at most 1073741824")
    }

    @Test("hostile bytes are refused, never fatal")
    func hostile() throws {
        let notJSON =
            "this is no key file of the format laurel-key-1: it is not JSON, or a number in it is not a whole one of 64 bits"
        let texts = [
            "", "{", "nonsense", "\u{0}", "{\"format\":\"laurel-key-1\"", String(repeating: "[", count: 16_000),
        ]
        for text in texts {
            let error = #expect(throws: KeyFileError.self) { try KeyFile(json: Array(text.utf8)) }
            #expect(error?.description == notJSON, "\(text.prefix(20))")
        }
        for text in ["[]", "3", "null", "{}", "{\"format\":null}", "{\"format\":3}"] {
            #expect(throws: KeyFileError.self) { try KeyFile(json: Array(text.utf8)) }
        }
        let large = [UInt8](repeating: UInt8(ascii: " "), count: 16_385)
        #expect(throws: KeyFileError.tooLarge(byteCount: 16_385)) { try KeyFile(json: large) }
        // Every prefix of a good file, and every file with one byte that is not UTF-8.
        let golden = Array(KeyFileTests.golden.utf8)
        for index in 0..<(golden.count - 2) {
            #expect(throws: KeyFileError.self) { try KeyFile(json: Array(golden[..<index])) }
        }
        for index in golden.indices {
            var changed = golden
            changed[index] = 0xff
            #expect((try? KeyFile(json: changed).open(passphrase: KeyFileTests.passphrase)) == nil)
        }
    }

    @Test("a wrong passphrase is told honestly")
    func wrongPassphrase() {
        #expect(
            KeyFileError.wrongPassphraseOrDamaged(.zero).description
                == "the key file of \(PublicKey.zero.hex) does not open: the passphrase is wrong, or the file was "
                + "changed or damaged (which of the two cannot be told); try the passphrase again, then a backup of "
                + "the file")
    }
}

@Suite("Passphrases")
struct PassphraseTests {
    @Test("bytes are taken over and wiped")
    func wiping() {
        var bytes = Array("swordfish".utf8)
        let passphrase = Passphrase(wiping: &bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 9))
        #expect(passphrase.byteCount == 9)
        #expect(passphrase.matches(Passphrase("swordfish")))
        #expect(!passphrase.matches(Passphrase("swordfisH")))
        #expect(!passphrase.matches(Passphrase("swordfish ")))
        #expect(Passphrase("").matches(Passphrase("")))
    }
}
