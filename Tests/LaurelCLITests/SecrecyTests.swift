import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import Testing

/// Where a secret key and its passphrase must not show while a node works, and when it crashes.
@Suite struct SecrecyTests {
    private let folder: URL
    private let secret = SHA256.hash(Array("the secret key of this test".utf8)).bytes
    private let passphrase = "swordfish-3e1f0c5a99"
    private let key: SecretKey

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "laurel-secrecy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        key = try #require(secret.withUnsafeBytes { SecretKey($0) })
        let file = try KeyFile.seal(key, passphrase: Passphrase(passphrase), cost: .light)
        try KeyStore(directory: folder.appending(path: "keys").path).save("node", file)
        try Data((passphrase + "\n").utf8).write(to: folder.appending(path: "passphrase"))
        let office = AccountID.key(key.publicKey)
        let genesis = Genesis(
            community: "Secrecy", token: Token(name: "Test", symbol: "TST", decimals: 2), supplyCap: Amount(1_000_000),
            time: Timestamp(milliseconds: UInt64(Date().timeIntervalSince1970 * 1000)), nonce: .zero,
            epochLength: .days(1),
            policy: Policy(
                authority: office, producers: [key.publicKey], issuers: [], arbiters: [office], registrars: [office],
                challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1), allowance: 100,
                issuerAllowance: 100))
        try Data(genesis.json).write(to: folder.appending(path: "genesis.json"))
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func startNode(_ environment: [String: String]) async throws -> LaurelProcess {
        let node = try LaurelProcess(
            [
                "node", "--data", path("data"), "--genesis", path("genesis.json"), "--producer", "node", "--keys",
                path("keys"), "--passphrase-file", path("passphrase"), "--listen", "127.0.0.1:0", "--log-level",
                "trace",
            ], in: folder, environment: environment)
        try await node.waitFor("Listening on ")
        return node
    }

    /// Has the node sign a block, and refuse something.
    private func work(_ node: LaurelProcess) async throws {
        let line = try node.text.output.split(separator: "\n").first { $0.hasPrefix("Listening on ") }
        let client = try LedgerClient(url: String(try #require(line).dropFirst("Listening on ".count)))
        let genesis = try Genesis(json: [UInt8](try Data(contentsOf: folder.appending(path: "genesis.json"))))
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: 0, validUntil: .latest,
            action: Action(Register(account: .handle(try #require(Handle("github:alice"))))))
        let signed = try SignedTransaction(transaction, on: genesis.chainID, keys: [key]).encoded
        _ = try await client.submit(signed, chain: nil)
        await #expect(throws: ClientError.self) { try await client.submit([1, 2, 3], chain: nil) }
        try await client.shutdown()
    }

    /// Every form in which a text, a log or a dump of memory might show one of the secrets, or a quarter of the key.
    private func findings(in bytes: [UInt8], _ what: String) -> [String] {
        var found: [String] = []
        if bytes.firstRange(of: Array(passphrase.utf8)) != nil { found.append("\(what) has the passphrase") }
        // As hex, wherever white space stands.
        let digits = bytes.filter { !$0.isSpace }.map { $0.lowercase }
        for (name, secret) in [("key", secret), ("passphrase", Array(passphrase.utf8))] {
            for start in 0...secret.count - 8 {
                let part = secret[start..<start + 8]
                if bytes.firstRange(of: part) != nil { found.append("\(what) has bytes \(start)… of the \(name)") }
                if digits.firstRange(of: Array(Hex.encode(Array(part)).utf8)) != nil {
                    found.append("\(what) has bytes \(start)… of the \(name) in hex")
                }
            }
        }
        return found
    }

    private func findings(in file: URL) throws -> [String] {
        findings(in: [UInt8](try Data(contentsOf: file)), file.lastPathComponent)
    }

    /// All that the node has written: its data, its guard, its logs.
    private func findingsInFolder() throws -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        var found: [String] = []
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent != "passphrase",
                try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { continue }
            found += try findings(in: file)
            count += 1
        }
        #expect(count > 5, "keys, guard, data, genesis and outputs")
        return found
    }

    @Test func `neither key nor passphrase is in arguments, environment, logs or files of a node`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let node = try await startNode([:])
        try await work(node)
        for name in ["cmdline", "environ"] {
            let file = URL(filePath: "/proc/\(node.pid)/\(name)")
            #expect(try !Data(contentsOf: file).isEmpty)
            #expect(try findings(in: file) == [])
        }
        node.signal(SIGTERM)
        #expect(await node.waitForEnd() == 0)
        #expect(try !node.text.errors.isEmpty, "it logs at level trace")
        #expect(try findingsInFolder() == [])
    }

    /// The backtrace shows what registers point to.
    @Test(arguments: [SIGSEGV, SIGILL, SIGABRT]) func `neither key nor passphrase is in what a crash prints`(
        number: Int32
    ) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let node = try await startNode([
            "SWIFT_BACKTRACE":
                "enable=yes,color=no,interactive=no,output-to=stderr,registers=all,threads=all,symbolicate=off"
        ])
        try await work(node)
        node.signal(number)
        try await node.waitFor("Backtrace took")
        // A signal that was sent, and not caused, does not end the process once it is reported.
        node.signal(SIGKILL)
        await node.waitForEnd()
        let errors = try node.text.errors
        // The instruction pointer stands last among the registers.
        #expect(errors.contains("rip 0x") || errors.contains("pc 0x"), "\(errors.suffix(500))")
        #expect(try findingsInFolder() == [])
    }

    @Test func `a passphrase as an argument is refused without being repeated`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = try LaurelProcess(
            ["key", "show", "node", "--keys", path("keys"), "--passphrase=\(passphrase)"], in: folder)
        #expect(await process.waitForEnd() != 0)
        let text = try process.text
        #expect(text.errors.contains("--passphrase"))
        #expect(findings(in: Array((text.output + text.errors).utf8), "the message") == [])
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 }
    fileprivate var lowercase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
