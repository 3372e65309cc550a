import ArgumentParser
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerGenesis

struct GenesisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genesis", abstract: "Write and check the file that a chain starts from.",
        subcommands: [New.self, Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain in words what a genesis file will mean, and warn of what may be regretted.")
        @Argument(help: "The genesis file.") var file: String
        @OptionGroup var output: OutputOptions

        struct View: Encodable {
            let chain: String
            let explanation: [String]
            let warnings: [String]
        }

        func run() async throws {
            let genesis = try GenesisFile.read(file)
            if output.json {
                return try printJSON(
                    View(
                        chain: genesis.chainID.hex, explanation: genesis.explanation,
                        warnings: GenesisFile.warnings(of: genesis)))
            }
            GenesisFile.explain(genesis)
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

    static func explain(_ genesis: Genesis) {
        for line in genesis.explanation { print(line) }
        let warnings = warnings(of: genesis)
        guard !warnings.isEmpty else { return }
        print("")
        for warning in warnings { print(Terminal.red("warning: ") + warning) }
    }
}
