import Foundation
import LedgerTesting
import Testing

/// What of TLS a node and a client take, asked with openssl.
@Suite struct TLSVersionTests {
    let home: Home

    init() throws { home = try Home() }

    private func certificate() async throws {
        // RSA, so that a key exchange by RSA would be possible.
        try await home.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "node.key", "-out", "node.pem", "-days",
                "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
            ]
        ).done()
    }

    @Test func `a node takes TLS 1.2 with forward secrecy and up, and nothing older or weaker`() async throws {
        try await certificate()
        let town = try await Town(home, window: "0s", more: ["--tls-certificate", "node.pem", "--tls-key", "node.key"])
        let address = String(town.node.url.dropFirst("https://".count))
        func agreed(_ options: String...) async throws -> String? {
            let outcome = try await home.run("openssl", ["s_client", "-connect", address] + options)
            let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("New, ") }
            return line.map { String($0.split(separator: " ").last ?? "") }.flatMap { $0 == "(NONE)" ? nil : $0 }
        }
        for old in ["-tls1", "-tls1_1"] {
            #expect(try await agreed(old, "-cipher", "ALL:@SECLEVEL=0") == nil, "\(old)")
        }
        let good: Set = [
            "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305",
        ]
        let known = try await home.run("openssl", ["ciphers", "-s", "-tls1_2", "ALL:eNULL:@SECLEVEL=0"]).done()
        var taken: Set<String> = []
        for name in known.split(whereSeparator: { $0 == ":" || $0 == "\n" }).map(String.init) {
            if try await agreed("-tls1_2", "-cipher", "\(name):@SECLEVEL=0") == name { taken.insert(name) }
        }
        #expect(taken == good)
        #expect(try await agreed("-tls1_3")?.hasPrefix("TLS_") == true)
        #expect(try await town.laurel("status", "--trust-roots", "node.pem")["community"] == "Town")
        #expect(await town.node.stop() == 0)
    }

    @Test(arguments: [
        ["-tls1"], ["-tls1_1"], ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"],
    ]) func `a client does not talk to a server that offers only what is old or weak`(offer: [String]) async throws {
        try await certificate()
        let port = try freePort()
        let words = [
            "s_server", "-accept", "\(port)", "-cert", "node.pem", "-key", "node.key", "-www", "-naccept", "2",
        ]
        var offer = offer
        if let place = offer.firstIndex(of: "-cipher") {
            offer[place + 1] += ":@SECLEVEL=0"
        } else {
            offer += ["-cipher", "ALL:@SECLEVEL=0"]
        }
        let error = Pipe()
        let server = try Child(
            "openssl", words + offer, environment: home.environment(), folder: home.folder, input: 0,
            output: error.fileHandleForWriting.fileDescriptor, error: error.fileHandleForWriting.fileDescriptor)
        // It says ACCEPT once it listens.
        var said = Data()
        while said.range(of: Data("ACCEPT".utf8)) == nil {
            let more = error.fileHandleForReading.availableData
            try #require(!more.isEmpty, "\(String(decoding: said, as: UTF8.self))")
            said += more
        }
        let url = "https://127.0.0.1:\(port)"
        let outcome = try await home.laurel(["status", "--node", url, "--trust-roots", "node.pem"])
        #expect(outcome.status == 2, "\(outcome)")
        #expect(
            outcome.error.hasPrefix("\(url) does not speak https, or not in a way that is known here: "), "\(outcome)")
        server.send(SIGKILL)
        _ = await server.end()
    }

    /// A port that was free a moment ago.
    private func freePort() throws -> UInt16 {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(file, $0, length) + getsockname(file, $0, &length)
            }
        }
        try #require(result == 0)
        return UInt16(bigEndian: address.sin_port)
    }
}
