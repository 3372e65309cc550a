import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import Logging

struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Run the node of a chain: admit transactions, make blocks, serve the API.",
        discussion: """
            laurel node --data DIR --genesis FILE --producer KEY --listen 127.0.0.1:8440

            Each option with a value, apart from --config and --passphrase-fd, may also come from the environment
            (LAUREL_NODE_LISTEN for --listen) or from a file of lines 'listen = 127.0.0.1:8440' named with --config.
            What the command line says counts before the environment, that before the file.
            """)
    @Option(help: "The data folder.") var data: String?
    @Option(help: "The genesis file; needed for a new folder, compared with an old one.") var genesis: String?
    @Option(help: "The name of the key that signs blocks.") var producer: String?
    @Option(help: "Address and port (default: 127.0.0.1:8440; port 0 takes a free one).") var listen: String?
    @Option(help: "The longest wait for a block (default: 50ms).") var blockInterval: String?
    @Option(help: "Streams of events that one address may have open (default: 64; all together 1000).")
    var listenersPerAddress: String?
    @Option(help: "Connections that one address may have open (default: a quarter of all, which are 16384 at most).")
    var connectionsPerAddress: String?
    @Option(help: "Archives that are sent to one address at a time (default: 2; all together 8).")
    var archivesPerAddress: String?
    @Option(help: "A PEM file of certificates, for https.") var tlsCertificate: String?
    @Option(help: "The PEM file of their key.") var tlsKey: String?
    @Option(help: "trace, debug, info, notice, warning or error (default: info).") var logLevel: String?
    @Flag(help: "Start although the last block lies in the future or is over 30 days old.") var acceptTime = false
    @Flag(help: "Make a new chain although roles of its genesis have the examples' public keys.") var example = false
    @Option(help: ArgumentHelp("A file of settings.", valueName: "file")) var config: String?
    @OptionGroup var guards: GuardOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var passphrases: PassphraseOptions

    func run() async throws {
        let settings = try NodeSettings(file: config)
        guard let data = settings[data, .data] else { throw CommandFailure.usage("give the data folder: --data DIR") }
        guard let producer = settings[producer, .producer] else {
            throw CommandFailure.usage("give the key that signs blocks: --producer NAME")
        }
        let chain = try prepare(data, genesis: settings[genesis, .genesis])
        let store = keys.store(configured: settings[keys.keys, .keys])
        var passphrases = passphrases
        if passphrases.passphraseFd == nil {
            passphrases.passphraseFile = settings[passphrases.passphraseFile, .passphraseFile]
        }
        let secret = try store.open(producer, passphrases)
        var logger = Logger(label: "laurel") { ShownLogHandler(label: $0) }
        let level = settings[logLevel, .logLevel] ?? "info"
        guard let parsed = Logger.Level(rawValue: level) else {
            throw CommandFailure.usage(
                "the log level is '\(level)'; allowed are \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        logger.logLevel = parsed
        var configuration = NodeConfiguration(
            directory: data, producer: secret,
            guardPlace: try guards.place(
                settings[guards.folder, .guardFolder], of: producer, in: store, secret.publicKey, chain: chain),
            logger: logger)
        (configuration.host, configuration.port) = try Self.address(settings[listen, .listen] ?? "127.0.0.1:8440")
        if let interval = try Milliseconds(option: "--block-interval", settings[blockInterval, .blockInterval]) {
            guard interval <= Self.longestInterval else {
                throw CommandFailure.usage(
                    "--block-interval is \(interval); allowed is 0ms…\(Self.longestInterval)")
            }
            configuration.limits.blockInterval = interval
        }
        try limit(&configuration.load, settings)
        configuration.tls = try tls(settings)
        configuration.acceptTime = acceptTime
        let scheme = configuration.tls == nil ? "http" : "https"
        configuration.onListening = { [host = configuration.host] port in
            Terminal.write("Listening on \(scheme)://\(host):\(port)\n", to: STDOUT_FILENO)
        }
        try await LedgerNode(configuration).run()
    }

    /// What one address may have.
    private func limit(_ load: inout LoadLimits, _ settings: NodeSettings) throws {
        func count(_ text: String?, _ name: NodeSettings.Name, most: Int) throws -> Int? {
            guard let text = settings[text, name] else { return nil }
            guard let count = Int(text), (1...most).contains(count) else {
                throw CommandFailure.usage(
                    "--\(name.rawValue) is '\(text)'; allowed is a whole number of 1…\(most)")
            }
            return count
        }
        load.listenersPerAddress =
            try count(listenersPerAddress, .listenersPerAddress, most: load.listeners) ?? load.listenersPerAddress
        load.archivesPerAddress =
            try count(archivesPerAddress, .archivesPerAddress, most: load.archives) ?? load.archivesPerAddress
        load.connectionsPerAddress =
            try count(connectionsPerAddress, .connectionsPerAddress, most: load.connections)
    }

    /// Whoever sends a transaction gives up long before; a longer one is a mistake in the number.
    private static let longestInterval = Milliseconds.days(1)

    /// Makes the ledger of a new folder, or makes sure that the folder's is the right one.
    private func prepare(_ data: String, genesis path: String?) throws -> Digest {
        guard let path else {
            return try LedgerStore.open(at: data, access: .readOnly).genesis.chainID
        }
        let file = try GenesisFile(reading: path)
        let genesis = file.genesis
        let mayHaveExamples = example || Self.hasLedger(data)
        try ExampleKeys.refuse(
            in: genesis.policy, knowing: file.thresholds, of: path, unless: mayHaveExamples,
            "put your own there, or make a chain that anybody may play with by --example")
        return try Self.create(at: data, genesis, of: path)
    }

    private static func create(at data: String, _ genesis: Genesis, of path: String) throws -> Digest {
        do {
            // A chain that has such names already goes on.
            if access("\(data)/ledger.sqlite", F_OK) != 0 { try genesis.requireNames() }
            return try LedgerStore.create(at: data, genesis: genesis).genesis.chainID
        } catch StoreError.hasLedger {
            let there = try LedgerStore.open(at: data, access: .readOnly).genesis
            guard there.chainID == genesis.chainID else {
                throw CommandFailure.refused(
                    "\(data) holds chain \(there.chainID) of \(there.community), but \(path) is the genesis of chain "
                        + "\(genesis.chainID) of \(genesis.community); name the genesis that the folder was made with, or another folder"
                )
            }
            return there.chainID
        }
    }

    private static func hasLedger(_ data: String) -> Bool {
        do {
            _ = try LedgerStore.open(at: data, access: .readOnly)
            return true
        } catch { return false }
    }

    private func tls(_ settings: NodeSettings) throws -> (certificates: String, key: String)? {
        switch (settings[tlsCertificate, .tlsCertificate], settings[tlsKey, .tlsKey]) {
        case (nil, nil): return nil
        case (let certificates?, let key?): return (certificates, key)
        default: throw CommandFailure.usage("https needs both --tls-certificate and --tls-key")
        }
    }

    private static func address(_ text: String) throws -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
            colon > text.startIndex
        else {
            throw CommandFailure.usage(
                "--listen is '\(text)'; allowed is an address and a port, such as 127.0.0.1:8440")
        }
        return (String(text[..<colon].filter { $0 != "[" && $0 != "]" }), Int(port))
    }
}
