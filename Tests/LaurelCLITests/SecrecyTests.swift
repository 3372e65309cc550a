import Foundation
import Ledger
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys
import LedgerTesting
import Testing

/// Where a secret key and its passphrase must not show while a node works, and when it crashes.
@Suite struct SecrecyTests {
    private let home: Home
    private let secret = SHA256.hash(Array("the secret key of this test".utf8)).bytes
    private let passphrase = "swordfish-3e1f0c5a99"
    private let key: SecretKey

    init() throws {
        home = try Home()
        key = try #require(secret.withUnsafeBytes { SecretKey($0) })
        let file = try KeyFile.seal(key, passphrase: Passphrase(passphrase), cost: .light)
        try KeyStore(directory: home.path("keys")).save("node", file)
        try home.write("passphrase", passphrase + "\n")
        let office = AccountID.key(key.publicKey)
        let genesis = Genesis(
            community: "Secrecy", token: Token(name: "Test", symbol: "TST", decimals: 2), supplyCap: Amount(1_000_000),
            time: Timestamp(milliseconds: UInt64(Date().timeIntervalSince1970 * 1000)), nonce: .zero,
            epochLength: .days(1),
            policy: Policy(
                authority: office, producers: [key.publicKey], issuers: [], arbiters: [office], registrars: [office],
                challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1), allowance: 100,
                issuerAllowance: 100))
        try home.write("genesis.json", String(decoding: genesis.json, as: UTF8.self))
    }

    private func startNode(_ environment: [String: String]) async throws -> NodeProcess {
        try await home.node(
            [
                "--data", "data", "--genesis", "genesis.json", "--producer", "node", "--listen", "127.0.0.1:0",
                "--log-level", "trace",
            ] + home.signing, environment: environment)
    }

    /// Has the node sign a block, and refuse something.
    private func work(_ node: NodeProcess) async throws {
        let client = try node.client()
        let genesis = try Genesis(json: Array(try home.read("genesis.json").utf8))
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
        let files = FileManager.default.enumerator(
            at: URL(filePath: home.folder), includingPropertiesForKeys: [.isRegularFileKey])
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
        let node = try await startNode([:])
        try await work(node)
        for name in ["cmdline", "environ"] {
            let file = URL(filePath: "/proc/\(node.process.id)/\(name)")
            #expect(try !Data(contentsOf: file).isEmpty)
            #expect(try findings(in: file) == [])
        }
        let limits = try String(contentsOfFile: "/proc/\(node.process.id)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ")[4...5].elementsEqual(["0", "0"]), "no core file may hold the key: \(core)")
        #expect(await node.stop() == 0)
        #expect(!node.logged.isEmpty, "it logs at level trace")
        #expect(findings(in: Array(node.printed.utf8), "the output") == [])
        #expect(try findingsInFolder() == [])
    }

    /// The backtrace shows what registers point to.
    @Test(arguments: [SIGSEGV, SIGILL, SIGABRT]) func `neither key nor passphrase is in what a crash prints`(
        number: Int32
    ) async throws {
        let node = try await startNode([
            "SWIFT_BACKTRACE":
                "enable=yes,color=no,interactive=no,output-to=stderr,registers=all,threads=all,symbolicate=off"
        ])
        try await work(node)
        node.process.send(number)
        while !node.logged.contains("Backtrace took") {
            try #require(node.process.status == nil, "\(node.logged)")
            try await Task.sleep(for: .milliseconds(20))
        }
        // A signal that was sent, and not caused, does not end the process once it is reported.
        node.kill()
        let errors = node.logged
        // The instruction pointer stands last among the registers.
        #expect(errors.contains("rip 0x") || errors.contains("pc 0x"), "\(errors.suffix(500))")
        #expect(try findingsInFolder() == [])
    }

    @Test func `a passphrase as an argument is refused without being repeated`() async throws {
        let outcome = try await home.laurel(["key", "show", "node", "--passphrase=\(passphrase)"])
        #expect(outcome.status != 0)
        #expect(outcome.error.contains("--passphrase"))
        #expect(findings(in: Array((outcome.output + outcome.error).utf8), "the message") == [])
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 }
    fileprivate var lowercase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
