import LedgerCrypto
import LedgerFiles
import LedgerKeys
import Testing

@Suite("The folder of keys")
struct KeyStoreTests {
    let folder: TemporaryFolder
    let store: KeyStore
    let keyFile: KeyFile

    init() throws {
        folder = try TemporaryFolder()
        store = KeyStore(directory: folder.path + "/home/keys")
        keyFile = try KeyFile(json: Array(KeyFileTests.golden.utf8))
    }

    @Test("a saved key is listed and loaded, in a folder and a file for the owner only")
    func roundTrip() throws {
        #expect(try store.list().isEmpty)
        try store.save("bob", keyFile)
        try store.save("alice-2.work_x", keyFile)
        #expect(try store.load("bob") == keyFile)
        #expect(try store.list().map(\.name) == ["alice-2.work_x", "bob"])
        #expect(try store.list().allSatisfy { $0.publicKey == keyFile.publicKey })
        #expect(try folder.mode(of: "home") == 0o700)
        #expect(try folder.mode(of: "home/keys") == 0o700)
        #expect(try folder.mode(of: "home/keys/bob.key") == 0o600)
    }

    @Test("a key that is there is never overwritten unless asked for")
    func neverOverwritten() throws {
        let other = try KeyFile.seal(SecretKey(), passphrase: Passphrase("x"), cost: .light)
        try store.save("bob", keyFile)
        let path = try store.path(of: "bob")
        let error = #expect(throws: KeyFileError.exists(name: "bob", path: path)) { try store.save("bob", other) }
        #expect(
            error?.description
                == "there is already a key 'bob' at \(path), which was left as it is; choose another name")
        #expect(try store.load("bob") == keyFile)
        try store.save("bob", other, replacing: true)
        #expect(try store.load("bob") == other)
        #expect(try folder.mode(of: "home/keys/bob.key") == 0o600)
        #expect(try store.names() == ["bob"])
    }

    @Test("a file that others may read is refused", arguments: [0o640, 0o604, 0o620, 0o610, 0o644, 0o777])
    func exposed(mode: Int) throws {
        try store.save("bob", keyFile)
        let path = try store.path(of: "bob")
        try AtomicFile.write(keyFile.json, to: path, mode: numericCast(mode), replacing: true)
        let error = #expect(throws: KeyFileError.self) { try store.load("bob") }
        #expect(
            error?.description
                == "\(path) has the mode \(String(mode, radix: 8)), so that others than its owner can get at the key; "
                + "allowed is 600: run chmod 600 '\(path)', and think of replacing the key")
        #expect(throws: KeyFileError.self) { try store.list() }
        #expect(try store.names() == ["bob"])
    }

    @Test("a name that is not there is answered with those that are")
    func missing() throws {
        let none = #expect(throws: KeyFileError.self) { try store.load("eve") }
        #expect(none?.description == "there is no key 'eve' in \(store.directory); there are none at all")
        try store.save("bob", keyFile)
        try store.save("alice", keyFile)
        let some = #expect(throws: KeyFileError.self) { try store.load("eve") }
        #expect(some?.description == "there is no key 'eve' in \(store.directory); there are: alice, bob")
    }

    @Test(
        "names that could lead elsewhere are refused",
        arguments: [
            "", ".", "..", ".hidden", "../bob", "a/b", "Bob", "é", "a b", "a\u{0}", String(repeating: "a", count: 65),
        ])
    func badNames(name: String) throws {
        #expect(throws: KeyFileError.badName(name)) { try store.save(name, keyFile) }
        #expect(throws: KeyFileError.badName(name)) { try store.load(name) }
        #expect(try folder.names() == [])
    }

    @Test("a damaged file is named with its path, and does not hide the names of the others")
    func damaged() throws {
        try store.save("bob", keyFile)
        let path = try store.path(of: "eve")
        try AtomicFile.write(Array("{}".utf8), to: path, mode: 0o600, replacing: false)
        let error = #expect(throws: KeyFileError.self) { try store.list() }
        #expect(
            error?.description
                == "\(path): this is no key file of the format laurel-key-1: the field 'format' is missing")
        #expect(try store.names() == ["bob", "eve"])
        #expect(try store.load("bob") == keyFile)
    }

    @Test("files that are no key files are not listed")
    func others() throws {
        try store.save("bob", keyFile)
        for name in ["notes.txt", ".bob.key.0123.tmp", "Upper.key", ".key"] {
            try AtomicFile.write([], to: store.directory + "/" + name, mode: 0o600, replacing: false)
        }
        #expect(try store.names() == ["bob"])
    }
}
