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

            init(_ file: GenesisFile, _ members: [AccountID: Members]) {
                chain = file.genesis.chainID.hex
                explanation = file.genesis.explanation
                warnings = file.warnings
                self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key.description, $0.value) })
            }
        }

        func run() throws {
            let read = try GenesisFile(reading: file)
            let members = try GenesisFile.members(file)
            MemberBook.remember(members)
            if output.json { return try printJSON(View(read, members)) }
            read.explain(members)
        }
    }
}

/// A genesis as a file or a command names it: with the keys of its threshold accounts, of which a chain keeps only hashes.
struct GenesisFile {
    let genesis: Genesis
    let thresholds: NamedThresholds

    init(_ genesis: Genesis, knowing thresholds: NamedThresholds) {
        (self.genesis, self.thresholds) = (genesis, thresholds)
    }

    init(reading path: String) throws {
        let bytes = try AtomicFile.read(path, limit: 4 << 20)
        do { (genesis, thresholds) = try Genesis.reading(bytes) } catch {
            throw CommandFailure.refused(
                "\(path) is no genesis:\n" + error.faults.map { "  \($0)" }.joined(separator: "\n"))
        }
    }

    static func read(_ path: String) throws -> Genesis { try GenesisFile(reading: path).genesis }

    /// What its community would regret, names that deceive and the keys of the examples first.
    var warnings: [String] {
        genesis.nameFaults + ExampleKeys.warnings(of: genesis.policy, knowing: thresholds)
            + genesis.warnings(knowing: thresholds) + [genesis.startWarning(at: .now)].compactMap(\.self)
    }

    func explain(_ members: [AccountID: Members] = [:]) {
        for line in genesis.explanation { print(line) }
        for (account, one) in members.sorted(by: { $0.key < $1.key }) {
            let words = one.words()
            Output.printLine("\(account) is any \(one.threshold) of \(words.dropFirst().joined(separator: ", ")).")
            Output.printLine(
                "  Its first transaction must show these keys: laurel reveal \(words.joined(separator: " "))")
        }
        let warnings = warnings
        guard !warnings.isEmpty else { return }
        print("")
        for warning in warnings { print(Terminal.red("warning: ") + warning) }
    }
}
