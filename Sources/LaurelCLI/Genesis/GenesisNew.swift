import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis
import LedgerKeys

extension GenesisCommand {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a genesis file; asks for what no flag says, on a terminal.",
            discussion: """
                laurel genesis new --out my.json
                laurel genesis new --template genesis/demo.json --authority me --producer node --issuer payer \
                    --arbiter judge --registrar clerk --out my.json

                Accounts are ids, names of local keys, handles, or "2-of-3 alice bob carol". What no flag says comes from
                the template; without one it is asked for, or, where there is no terminal to ask on, what is usual is
                taken. The start is now and the nonce is random, so each file makes a chain of its own. Each role needs
                keys of your own: those of the examples are public, and a file that still has one is refused.
                """)
        @Option(help: ArgumentHelp("The file to write; an existing one is kept.", valueName: "file")) var out: String
        @Option(help: ArgumentHelp("A genesis file to take everything else from.", valueName: "file")) var template:
            String?
        @Option(help: "The community's name.") var community: String?
        @Option(help: "The token's name.") var tokenName: String?
        @Option(help: "The token's symbol, 1…12 of A-Z 0-9.") var symbol: String?
        @Option(help: "The token's decimals, 0…18.") var decimals: Int?
        @Option(help: "What may ever exist, in major units.") var supplyCap: String?
        @Option(help: "How long an epoch is: 30d.") var epoch: String?
        @Flag(help: "Let roles keep the examples' public keys: for a chain that anybody may play with.") var example =
            false
        @OptionGroup var policy: PolicyOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            guard access(out, F_OK) != 0 else { throw FileError.exists(path: out) }
            let base = try template.map { try GenesisFile.read($0) }
            let members = MemberCollector()
            if let template { members.all = try GenesisFile.members(template) }
            let answering = Answering(isAsking: base == nil && Terminal.canAsk)
            if base == nil, !answering.isAsking { try requireFlags() }
            let community = try answering.answer(
                GenesisQuestions.community, flag: community, template: base?.community)
            let token = Token(
                name: try answering.answer(GenesisQuestions.tokenName, flag: tokenName, template: base?.token.name),
                symbol: try answering.answer(GenesisQuestions.symbol, flag: symbol, template: base?.token.symbol),
                decimals: try answering.answer(
                    GenesisQuestions.decimals, flag: decimals.map(String.init), template: base?.token.decimals))
            let genesis = Genesis(
                community: community, token: token,
                supplyCap: try answering.answer(
                    GenesisQuestions.supplyCap(token), flag: supplyCap, template: base?.supplyCap),
                time: Timestamp(milliseconds: Timestamp.now.milliseconds / 1000 * 1000),
                nonce: try Digest(random: ()),
                epochLength: try answering.answer(GenesisQuestions.epoch, flag: epoch, template: base?.epochLength),
                policy: try policy.policy(base?.policy, token, keys.store, answering, members))
            let named = members.all.filter { genesis.policy.accounts.contains($0.key) }
            let made = GenesisFile(genesis, knowing: named.compactMapValues(\.authenticator))
            guard genesis.faults.isEmpty else {
                throw CommandFailure.refused(
                    "this makes no genesis:\n" + genesis.faults.map { "  \($0)" }.joined(separator: "\n"))
            }
            for producer in genesis.policy.producers where producer.parsed() == nil {
                throw CommandFailure.refused(
                    "the producer \(producer) is no point of the curve: nobody could sign a block; name a key that somebody has"
                )
            }
            try ExampleKeys.refuse(
                in: genesis.policy, knowing: made.thresholds, of: "this genesis", unless: example,
                "name keys of your own, such as --registrar NAME; nothing was written")
            try genesis.requireNames()
            if !output.json || answering.isAsking { made.explain(named) }
            if answering.isAsking { try confirm() }
            try AtomicFile.write(try genesis.json(naming: named), to: out, mode: 0o644, replacing: false)
            MemberBook.remember(named)
            if output.json { return try printJSON(Check.View(made, named)) }
            print("\nWrote \(out).")
        }

        /// Without a template or a terminal to ask on, some things must come from flags; all that are missing are named at once.
        private func requireFlags() throws {
            let missing = [
                ("--community", community), ("--token-name", tokenName), ("--symbol", symbol),
                ("--authority", policy.authority), ("--producer", policy.producer.first),
            ].filter { $0.1 == nil }.map(\.0)
            guard missing.isEmpty else {
                throw CommandFailure.usage(
                    "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing; "
                        + "give what a community must decide, or --template FILE, or be asked on a terminal")
            }
        }

        private func confirm() throws {
            Terminal.report("")
            let answer = Terminal.ask("Write this to \(out)? [yes] ")
            guard let answer, ["", "y", "yes"].contains(answer.lowercased()) else {
                throw CommandFailure.refused("nothing was written")
            }
        }
    }
}

extension Digest {
    /// 32 random bytes.
    init(random: Void) throws {
        let bytes = try SystemRandom.bytes(Digest.byteCount)
        self = bytes.withUnsafeBytes { Digest(copying: $0) }
    }
}

extension Milliseconds {
    /// Reads an option that may be absent.
    init?(option name: String, _ text: String?) throws {
        guard let text else { return nil }
        guard let duration = Milliseconds(text) else {
            throw CommandFailure.usage(
                "\(name) is '\(text)'; allowed is a whole number and d, h, m, s or ms, such as 7d")
        }
        self = duration
    }
}
