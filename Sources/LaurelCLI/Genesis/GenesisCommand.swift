import ArgumentParser
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis

struct GenesisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genesis", abstract: "Write and check the file that a chain starts from.",
        subcommands: [New.self, Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain in words what a genesis file will mean, and warn of what may be regretted.")
        @Argument(help: "The genesis file.") var file: String
        @OptionGroup var output: OutputOptions

        struct View: Encodable {
            let chain: String
            let explanation: [String]
            let warnings: [String]
            /// Of threshold accounts that the file names the members of, by account.
            let members: [String: Members]

            init(_ genesis: Genesis, _ members: [AccountID: Members]) {
                chain = genesis.chainID.hex
                explanation = genesis.explanation
                warnings = GenesisFile.warnings(of: genesis)
                self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key.description, $0.value) })
            }
        }

        func run() throws {
            let genesis = try GenesisFile.read(file)
            let members = try GenesisFile.members(file)
            MemberBook.remember(members)
            if output.json { return try printJSON(View(genesis, members)) }
            GenesisFile.explain(genesis, members)
        }
    }
}

/// Genesis files on disk.
enum GenesisFile {
    static func read(_ path: String) throws -> Genesis {
        let bytes = try AtomicFile.read(path, limit: 4 << 20)
        do { return try Genesis(json: bytes) } catch {
            throw CommandFailure.refused(
                "\(path) is no genesis:\n" + error.faults.map { "  \($0)" }.joined(separator: "\n"))
        }
    }

    /// What its community would regret, names that deceive and the keys of the examples first.
    static func warnings(of genesis: Genesis) -> [String] {
        genesis.nameFaults + ExampleKeys.warnings(of: genesis.policy) + genesis.warnings
    }

    static func explain(_ genesis: Genesis, _ members: [AccountID: Members] = [:]) {
        for line in genesis.explanation { print(line) }
        for (account, one) in members.sorted(by: { $0.key < $1.key }) {
            let words = one.words()
            Output.printLine("\(account) is any \(one.threshold) of \(words.dropFirst().joined(separator: ", ")).")
            Output.printLine(
                "  Its first transaction must show these keys: laurel reveal \(words.joined(separator: " "))")
        }
        let warnings = warnings(of: genesis)
        guard !warnings.isEmpty else { return }
        print("")
        for warning in warnings { print(Terminal.red("warning: ") + warning) }
    }
}
