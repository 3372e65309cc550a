import Foundation
import LedgerTesting
import Testing

/// https: a node with a certificate of its own, and clients that know it or don't.
@Suite struct TLSTests {
    let home: Home

    init() throws { home = try Home() }

    /// Makes a key and a certificate that it signed itself.
    private func certificate(_ name: String, for host: String) async throws {
        try await home.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout",
                "\(name).key", "-out", "\(name).pem", "-days", "2", "-subj", "/CN=\(host)", "-addext",
                "subjectAltName=\(host)",
            ]
        ).done()
    }

    @Test func `a client that trusts the node's certificate is answered, others are told what to do`() async throws {
        try await certificate("node", for: "IP:127.0.0.1,DNS:localhost")
        try await certificate("other", for: "DNS:elsewhere.example")
        let town = try await Town(home, window: "0s", more: ["--tls-certificate", "node.pem", "--tls-key", "node.key"])
        #expect(town.node.url.hasPrefix("https://127.0.0.1:"))
        #expect(!town.node.logged.contains("Every user"), "nobody else can read the key")
        let status = try await town.laurel("status", "--trust-roots", "node.pem")
        #expect(status["community"] == "Town", "\(status)")
        try await town.signed(
            "reward", "github:al", "5", "--ticket", "1", "--new", "--trust-roots", "node.pem", by: "issuer"
        ).done()
        let audited = try await town.laurel("audit", town.node.url, "--trust-roots", "node.pem")
        #expect(try audited.done().hasSuffix("It holds: sound to height 1.\n"))
        let stranger =
            "\(town.node.url) shows a certificate that nobody trusted here has signed; if it is the node's own, "
            + "get its file from the operator and name it with --trust-roots FILE"
        try await town.laurel("status").expect(2, error: stranger)
        try await town.laurel("status", "--trust-roots", "other.pem").expect(2, error: stranger)
        try await town.laurel("status", "--trust-roots", "node.key").expect(
            2, error: "no certificate can be read from node.key; name a file of certificates in PEM")
        let plain = "http" + town.node.url.dropFirst(5)
        try await town.laurel("status", "--node", plain).expect(
            2, error: "\(plain) closed the connection without an answer; does it speak https?")
        #expect(await town.node.stop() == 0)
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await certificate("node", for: "DNS:elsewhere.example")
        let town = try await Town(home, window: "0s", more: ["--tls-certificate", "node.pem", "--tls-key", "node.key"])
        try await town.laurel("status", "--trust-roots", "node.pem").expect(
            2, error: "\(town.node.url) shows a certificate for another name; use the name that it was made for")
        #expect(await town.node.stop() == 0)
    }

    @Test func `a certificate's key that all users of the machine can read is told`() async throws {
        try await certificate("node", for: "IP:127.0.0.1")
        try #require(chmod(home.path("node.key"), 0o644) == 0)
        let town = try await Town(home, window: "0s", more: ["--tls-certificate", "node.pem", "--tls-key", "node.key"])
        #expect(town.node.logged.contains("Every user of this machine can read the certificate's key"))
        #expect(await town.node.stop() == 0)
    }

    @Test func `a node without a good certificate and its key does not start`() async throws {
        let town = try await Town(home, window: "0s")
        #expect(await town.node.stop() == 0)
        let start = { (more: [String]) in try await home.laurel(["node"] + Town.start + more + home.signing) }
        try await start(["--tls-certificate", "node.pem"]).expect(
            64, error: "https needs both --tls-certificate and --tls-key")
        try await start(["--tls-certificate", "node.pem", "--tls-key", "node.key"]).expect(
            2, error: "no certificate can be read from node.pem; name a file of certificates in PEM")
        try await certificate("node", for: "DNS:localhost")
        try await certificate("other", for: "DNS:localhost")
        try await start(["--tls-certificate", "node.pem", "--tls-key", "passphrase"]).expect(
            2, error: "no private key can be read from passphrase; name a file of one key in PEM")
        try await start(["--tls-certificate", "node.pem", "--tls-key", "other.key"]).expect(
            2, error: "other.key is not the key of the certificate in node.pem")
    }
}
