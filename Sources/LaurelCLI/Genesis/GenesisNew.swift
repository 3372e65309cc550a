import ArgumentParser
import Ledger
import LedgerCrypto

extension GenesisCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a genesis file; asks for what is missing, on a terminal.",
            discussion: """
                laurel genesis new --template genesis/demo.json --authority me --producer node --issuer me --out my.json

                Accounts are ids, names of local keys, handles, or "2-of-3 alice bob carol". What no flag names comes from
                the template. The start is now and the nonce is random, so each file makes a chain of its own.
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
        @OptionGroup var policy: PolicyOptions
        @OptionGroup var keys: KeyOptions

        func run() async throws {
            let base = try template.map { try GenesisFile.read($0) }
            let token = Token(
                name: try value(tokenName, base?.token.name, "the token's name", "--token-name"),
                symbol: try value(symbol, base?.token.symbol, "the token's symbol", "--symbol"),
                decimals: decimals ?? base?.token.decimals ?? 2)
            guard Token.decimalsRange.contains(token.decimals) else {
                throw CommandFailure.refused("--decimals is \(token.decimals); allowed is 0…18")
            }
            let cap = try supplyCap.map { try token.parse($0) }
            let start = Timestamp(milliseconds: Timestamp.now.milliseconds / 1000 * 1000)
            let genesis = Genesis(
                community: try value(community, base?.community, "the community's name", "--community"), token: token,
                supplyCap: try cap ?? base?.supplyCap ?? token.parse("1000000000"), time: start,
                nonce: try Digest(random: ()),
                epochLength: try Milliseconds(option: "--epoch", epoch) ?? base?.epochLength ?? .days(30),
                policy: try policy.policy(base?.policy, token, keys.store))
            guard genesis.faults.isEmpty else {
                throw CommandFailure.refused(
                    "this makes no genesis:\n" + genesis.faults.map { "  \($0)" }.joined(separator: "\n"))
            }
            try AtomicFile.write(genesis.json, to: out, mode: 0o644, replacing: false)
            GenesisFile.explain(genesis)
            print("\nWrote \(out).")
        }

        private func value(_ given: String?, _ base: String?, _ what: String, _ option: String) throws -> String {
            if let value = given ?? base ?? Terminal.ask("\(what): "), !value.isEmpty { return value }
            throw CommandFailure.usage("\(what) is missing; give \(option), or --template FILE")
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
