import Foundation
import LedgerTesting
import Testing

/// `laurel key`: files under a passphrase, and nothing secret anywhere else.
@Suite struct KeyTests {
    let home: Home

    init() throws { home = try Home() }

    @Test func `a new key is in a file of its owner alone, and is listed and shown`() async throws {
        let made = try await home.laurel(["key", "new", "alice", "--light"] + home.signing)
        let account = try #require(made["account"], "\(made)")
        let key = try #require(made["public key"])
        #expect(made.output == "name        alice\naccount     \(account)\npublic key  \(key)\n")
        #expect(try home.mode("keys/alice.key") == 0o600)
        #expect(try home.mode("keys") == 0o700)
        let list = try await home.laurel(["key", "list"])
        #expect(list.output == "NAME   ACCOUNT\nalice  \(account)\n")
        let shown = try await home.laurel(["key", "show", "alice", "--json"]).json()
        #expect(shown as? [String: String] == ["name": "alice", "account": account, "publicKey": key])
    }

    @Test func `without keys the list says how to make one`() async throws {
        let list = try await home.laurel(["key", "list"])
        #expect(list.output == "There are no keys in \(home.path("keys")); make one with 'laurel key new NAME'.\n")
    }

    @Test func `a name that is taken, wrong or unknown is refused, and the key stays`() async throws {
        try await home.makeKeys("alice")
        let before = try home.read("keys/alice.key")
        try await home.laurel(["key", "new", "alice"] + home.signing).expect(
            2,
            error:
                "there is already a key 'alice' at \(home.path("keys/alice.key")), which was left as it is; choose another name"
        )
        #expect(try home.read("keys/alice.key") == before)
        try await home.laurel(["key", "new", "Alice"] + home.signing).expect(
            2, error: "'Alice' cannot name a key: allowed are 1 to 64 of a-z 0-9 . _ - and no dot in front")
        try await home.laurel(["key", "show", "alcie"]).expect(
            2, error: "there is no key 'alcie' in \(home.path("keys")); there are: alice")
    }

    @Test func `an empty passphrase and no passphrase are refused`() async throws {
        try await home.laurel(["key", "new", "alice", "--passphrase-fd", "0"], input: "\n").expect(
            1, error: "the passphrase is empty; a key file under an empty one is open to anybody")
        let new = ["--wait", NodeProcess.executable, "key", "new", "alice"]
        try await home.run("setsid", new).expect(
            2, error: "there is no terminal to ask for the passphrase on; give --passphrase-file or --passphrase-fd")
        #expect(!FileManager.default.fileExists(atPath: home.path("keys/alice.key")))
    }

    @Test func `a key moves in its file, still encrypted, or as its secret`() async throws {
        try await home.makeKeys("alice")
        let account = try await home.laurel(["account", "alice"]).done()
        let wrote = try await home.laurel(["key", "export", "alice", "--out", "alice.json"])
        #expect(wrote.output == "Wrote alice to alice.json, encrypted under its passphrase.\n")
        #expect(try home.mode("alice.json") == 0o600)
        let moved = try await home.laurel(["key", "import", "again", "--file", "alice.json"] + home.signing)
        #expect(moved["account"].map { $0 + "\n" } == account, "\(moved)")
        let secret = try await home.laurel(["key", "export", "alice", "--secret"] + home.signing).done()
        #expect(secret.count == 65)
        try home.write("new", "another\n")
        let typed = try await home.laurel(
            ["key", "import", "typed", "--light", "--passphrase-file", "new"], input: secret)
        #expect(typed["account"].map { $0 + "\n" } == account, "\(typed)")
        #expect(try home.mode("keys/typed.key") == 0o600)
    }

    @Test func `what is no key is not imported`() async throws {
        try await home.makeKeys("alice")
        try await home.laurel(["key", "export", "alice", "--out", "alice.json"]).done()
        try home.write("wrong", "guess\n")
        try await home.laurel(["key", "import", "bob", "--file", "alice.json", "--passphrase-file", "wrong"]).expect(
            2, error: Self.closed("alice.json"))
        let zero = String(repeating: "0", count: 64)
        try await home.laurel(["key", "import", "bob"] + home.signing, input: zero).expect(
            1, error: "standard input's first line is no secret key: 64 hex digits of a number from 1 to n-1 are")
        #expect(try await home.laurel(["key", "list"]).output.contains("bob") == false)
    }

    @Test func `after a change of passphrase the new one opens it, and the old one does not`() async throws {
        try await home.makeKeys("alice")
        let secret = try await home.laurel(["key", "export", "alice", "--secret"] + home.signing).done()
        try home.write("new", "battery staple\n")
        let changed = try await home.laurel(
            ["key", "passwd", "alice", "--light", "--new-passphrase-file", "new"] + home.signing)
        #expect(try changed.done() == "The passphrase of alice was changed.\n")
        #expect(try home.mode("keys/alice.key") == 0o600)
        try await home.laurel(["key", "export", "alice", "--secret"] + home.signing).expect(
            2, error: Self.closed("alice"))
        let opened = try await home.laurel(["key", "export", "alice", "--secret", "--passphrase-file", "new"])
        #expect(opened.output == secret)
    }

    @Test func `a file that others may read is refused`() async throws {
        try await home.makeKeys("alice")
        let file = home.path("keys/alice.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        try await home.laurel(["key", "show", "alice"]).expect(
            2,
            error: "\(file) has the mode 640, so that others than its owner can get at the key; "
                + "allowed is 600: run chmod 600 '\(file)', and think of replacing the key")
    }

    @Test func `nothing that a command prints holds the secret or the passphrase`() async throws {
        try await home.makeKeys("alice")
        let secret = try await home.laurel(["key", "export", "alice", "--secret"] + home.signing).done().dropLast()
        try home.write("wrong", "guess at it\n")
        let commands = [
            ["key", "list", "--json"], ["key", "show", "alice", "--json"], ["account", "alice", "--json"],
            ["key", "export", "alice", "--out", "alice.json"], ["key", "new", "alice"] + home.signing,
            ["key", "export", "alice", "--secret", "--passphrase-file", "wrong"],
            ["key", "import", "bob", "--json"] + home.signing,
        ]
        for command in commands {
            let outcome = try await home.laurel(command, input: String(secret.dropLast()) + "g")
            for hidden in [String(secret), "correct horse", "guess at it"] {
                #expect(!(outcome.output + outcome.error).contains(hidden), "\(command)")
            }
        }
        for file in ["keys/alice.key", "alice.json"] { #expect(try !home.read(file).contains(secret)) }
    }

    @Test func `on a terminal the passphrase is asked for twice and never shown`() async throws {
        let terminal = try Conversation(home, "key", "new", "alice", "--light")
        try await terminal.answer("New passphrase of alice: ", "typed by hand")
        try await terminal.answer("The same again: ", "typed by hand")
        let outcome = try await terminal.end()
        #expect(outcome.status == 0, "\(outcome)")
        #expect(!outcome.error.contains("typed"))
        try home.write("typed", "typed by hand\n")
        try await home.laurel(["key", "export", "alice", "--secret", "--passphrase-file", "typed"]).done()
        let other = try Conversation(home, "key", "new", "bob", "--light")
        try await other.answer("New passphrase of bob: ", "one")
        try await other.answer("The same again: ", "two")
        let refused = try await other.end()
        #expect(refused.status == 1)
        #expect(refused.error.hasSuffix("the two passphrases differ; nothing was changed\r\n"), "\(refused)")
        #expect(try await home.laurel(["key", "list"]).output.contains("bob") == false)
    }

    private static func closed(_ name: String) -> String {
        "\(name) does not open: the passphrase is wrong, or its file was changed or damaged (which of the two cannot "
            + "be told); try the passphrase again, then a backup of the file"
    }
}
