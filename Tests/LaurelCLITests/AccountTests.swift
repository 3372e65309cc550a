import Ledger
import LedgerCrypto
import Testing

/// `laurel account`: what somebody writes, and whose account that is.
@Suite struct AccountTests {
    let home: Home

    init() throws { home = try Home() }

    @Test func `keys, handles and thresholds have the ids of the protocol`() async throws {
        try await home.makeKeys("alice", "bob", "carol")
        var keys: [PublicKey] = []
        for name in ["alice", "bob", "carol"] {
            let key = try await home.laurel(["key", "show", name])["public key"]
            keys.append(try #require(key.flatMap { PublicKey(hex: $0) }))
        }
        let id = { (words: [String]) in try await home.laurel(["account"] + words).done() }
        #expect(try await id(["alice"]) == "\(AccountID.key(keys[0]))\n")
        let handle = try #require(Handle("github:alice"))
        #expect(try await id(["github:alice"]) == "\(AccountID.handle(handle))\n")
        #expect(try await id(["GitHub:Alice"]) == "\(AccountID.handle(handle))\n", "GitHub's names ignore case")
        let threshold = try #require(Authenticator(threshold: 2, keys: keys))
        #expect(try await id(["2-of-3", "carol", "alice", "bob"]) == "\(AccountID.threshold(threshold))\n")
        #expect(try await id(["\(AccountID.key(keys[0]))".uppercased()]) == "\(AccountID.key(keys[0]))\n")
    }

    @Test func `a typing error in an id is caught and its place named`() async throws {
        try await home.makeKeys("alice")
        var id = Array(try await home.laurel(["account", "alice"]).done().dropLast())
        id[20] = id[20] == "q" ? "p" : "q"
        try await home.laurel(["account", String(id)]).expect(
            1,
            error: "'\(String(id))' is not an account id: its checksum is wrong: character 21, '\(id[20])', "
                + "looks mistyped; compare it with the original")
    }

    @Test func `what names no account is refused with what would`() async throws {
        try await home.makeKeys("alice", "bob")
        try await home.laurel(["account", "lol:"]).expect(
            1,
            error:
                "'lol:' is not a handle platform:name of 3…128 printable ASCII characters, the platform of a…z, 0…9 and '-'"
        )
        try await home.laurel(["account", "2-of-3", "alice", "bob"]).expect(64, error: "2-of-3 needs 3 keys, got 2")
        try await home.laurel(["account", "3-of-2", "alice", "bob"]).expect(
            1, error: "3-of-2 is no policy: 1…32 keys, each once, and a threshold of 1 to their number")
    }
}
