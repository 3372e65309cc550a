import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

struct TransactionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tx",
        abstract: "Inspect, sign and submit transaction files; ask what became of one that was sent.",
        discussion: """
            Every sending command writes such a file with --out FILE instead of sending. What is sent is kept as such a file \
            in the state folder first, so after a lost answer it can be asked for, and sent again, by its id.
            """,
        subcommands: [
            Show.self, Sign.self, Combine.self, Submit.self, TransactionStatusCommand.self, TransactionSendCommand.self,
        ])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show in words what a transaction file would do.")
        @Argument(help: "The transaction file.") var file: String
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let file = try TransactionFile(path: file)
            let people = People(keys.store)
            if output.json { return try printJSON(file.view(people)) }
            file.print()
            file.report(people)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add signatures to a transaction file; needs no node.")
        @Argument(help: "The transaction file.") var file: String
        @Option(help: ArgumentHelp("The key to sign with; may be repeated.", valueName: "name")) var key: [String]
        @Option(help: ArgumentHelp("Write here instead of changing the file.", valueName: "file")) var out: String?
        @OptionGroup var chain: ChainOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let path = file
            var file = try TransactionFile(path: path)
            try file.requireChain(chain.expected(), path)
            if !output.json { file.print() }
            for name in key { try file.sign(with: try keys.store.open(name, passphrases)) }
            try file.write(to: out ?? path, replacing: out == nil)
            let people = People(keys.store)
            file.report(people)
            if output.json { try printJSON(file.view(people)) }
        }
    }

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a signed transaction file; once or ten times has one effect.")
        @Argument(help: "The transaction file.") var file: String
        @Flag(inversion: .prefixedNo, help: "Wait until the block is durable.") var wait = true
        @OptionGroup var confirm: ConfirmOptions
        @OptionGroup var keys: KeyOptions
        @Option(help: "The node's address (default: $LAUREL_NODE, or http://127.0.0.1:8440).") var node: String?
        @OptionGroup var trust: TrustOptions
        @OptionGroup var chain: ChainOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let file = try TransactionFile(path: file)
            _ = try file.signedBytes()
            try file.requireChain(chain.expected(), self.file)
            let people = People(keys.store)
            if let words = file.lastingWords(people) { try confirm.ask(words) }
            let expected = ChainOptions.Expected(chain: file.chain, origin: self.file, genesis: file.genesis)
            try await trust.withClient(node) { client in
                _ = try await ChainContact(client: client).genesis(expected)
                try SentTransactions().keep(file)
                try await file.send(to: client, patience: .seconds(30), wait: wait, people, output)
            }
        }
    }
}

extension TransactionFile {
    /// Makes sure that it is for the chain that is meant, and tells a chain that this user has not met.
    func requireChain(_ expected: ChainOptions.Expected?, _ path: String) throws {
        if let expected {
            guard expected.chain == chain else {
                throw CommandFailure.refused(
                    "\(path) is for chain \(chain) ('\(genesis.community)'), but \(expected.origin) means chain "
                        + "\(expected.chain); it was not signed or sent")
            }
            return
        }
        let known = KnownChains()
        guard try known.genesis(of: chain) == nil else { return }
        Terminal.report(
            """
            \(path) is for a chain that was never met here: \(chain), '\(genesis.community)', token \(token.words). \
            Compare the id with one that somebody else gave you, or name yours with --chain-id.
            """)
        try? known.remember(genesis)  // Where nothing can be written it is told each time.
    }

    /// What it does in words where that can't be undone; nil where it can.
    func lastingWords(_ people: People) -> [String]? {
        switch transaction.action.body {
        case is Merge, is Burn, is Rotate, is Revoke, is SetPolicy, is SetIssuer: break
        default: return nil
        }
        let names = Dictionary(handles.map { (AccountID.handle($0), $0.text) }, uniquingKeysWith: { $1 })
        let text = PolicyText(token: token, people: people, handles: names)
        return ["\(people.full(transaction.sender, handles: handles)) does this: \(transaction.action.name)"]
            + text.pairs(transaction.action.body.fields).map { "  \($0): \($1)" }
    }

    /// The transaction in words.
    func print() {
        let names = Dictionary(handles.map { (AccountID.handle($0), $0.text) }, uniquingKeysWith: { $1 })
        printPairs([
            ("id", id.hex), ("chain", chain.hex), ("community", genesis.community), ("token", token.words),
            ("sender", transaction.sender.description),
            ("sequence", "\(transaction.sequence)"), ("valid until", transaction.validUntil.description),
            ("action", transaction.action.name),
        ])
        FieldPrinter(token: token, names: names).print(transaction.action.body.fields, indent: "  ")
        for witness in witnesses { Output.print("signed by \(witness.key)") }
        if witnesses.isEmpty { Output.print("signed by nobody yet") }
    }
}
