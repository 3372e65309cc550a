import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// What all sending commands take.
struct SendOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The key to sign with; several for an account of several keys.", valueName: "name"))
    var key: [String] = []
    @Option(help: ArgumentHelp("The sending account (default: the first key's own).", valueName: "account"))
    var from: String?
    @Option(
        help: ArgumentHelp(
            "Write a transaction file instead of sending; signed where --key is given.", valueName: "file"))
    var out: String?
    @Flag(inversion: .prefixedNo, help: "Wait until the block is durable.") var wait = true
    @Option(help: "How long it may wait for a block: 10m, 7d (default: 10m, of a file 7d).") var validFor: String?
    @Option(
        name: .customLong("patience"),
        help: ArgumentHelp(
            "How long a node that is busy, restarting or silent is waited for.", valueName: "duration"))
    var patienceText = "30s"
    @Option(help: "The number of the transaction (default: the account's next, as the node tells it).")
    var sequence: UInt64?
    @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).") var node: String?
    @OptionGroup var trust: TrustOptions
    @OptionGroup var chain: ChainOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var passphrases: PassphraseOptions
    @OptionGroup var output: OutputOptions

    var patience: Duration { .milliseconds(Int64(clamping: Milliseconds(patienceText)?.count ?? 30_000)) }

    func validate() throws {
        guard Milliseconds(patienceText) != nil else {
            throw ValidationError(
                "--patience is '\(patienceText)'; allowed is a whole number and d, h, m, s or ms, such as 30s.")
        }
        guard !key.isEmpty || (out != nil && from != nil) else {
            throw ValidationError(
                "Name the key to sign with: --key NAME. For a file that is signed elsewhere: --from ACCOUNT --out FILE."
            )
        }
        guard Milliseconds(lifetime) != nil else {
            throw ValidationError(
                "--valid-for is '\(lifetime)'; allowed is a whole number and d, h, m, s or ms, such as 10m.")
        }
    }

    /// How long a transaction may wait for a block. A file goes from hand to hand before it is sent.
    var lifetime: String { validFor ?? (out == nil ? "10m" : "7d") }

    /// Lends what a command needs to send.
    func withContext(_ body: (CommandContext) async throws -> Void) async throws {
        let expected = try chain.expected()
        try await trust.withClient(node) { client in
            let genesis = try await ChainContact(client: client).genesis(expected)
            try await body(CommandContext(options: self, client: client, genesis: genesis))
        }
    }
}

/// For commands that pay: whether a recipient may be new to the chain.
struct RecipientOptions: ParsableArguments {
    @Flag(name: .customLong("new"), help: "Allow recipients that are not on the chain yet.") var allowsNew = false
}
