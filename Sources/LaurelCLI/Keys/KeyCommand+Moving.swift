import ArgumentParser
import Glibc
import LedgerCrypto
import LedgerFiles
import LedgerKeys

extension KeyCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take over a key file, or a secret key in hex from standard input.")
        @Argument(help: "A name for it.") var name: String
        @Option(
            help: ArgumentHelp("The key file that 'laurel key export' wrote; its passphrase stays.", valueName: "file"))
        var file: String?
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var cost: CostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try keys.store.requireFree(name)
            let imported: KeyFile
            if let file {
                imported = try KeyFile(json: try AtomicFile.read(file, limit: KeyFile.maximumByteCount))
                // A file that does not open is of no use, and is noticed here rather than when it is needed.
                _ = try imported.open(file, passphrases)
            } else {
                let key = try Self.readSecret()
                imported = try KeyFile.seal(key, passphrase: try passphrases.readNew(for: name), cost: cost.cost)
            }
            try keys.store.save(name, imported)
            try View(name, imported.publicKey).print(output)
        }

        private static func readSecret() throws -> SecretKey {
            if isatty(STDIN_FILENO) == 1 { Terminal.report("Type the secret key as 64 hex digits:") }
            guard let line = readLine(), var bytes = Hex.decode(line.filter { !$0.isWhitespace }) else {
                throw CommandFailure.refused("standard input does not begin with a line of 64 hex digits")
            }
            defer { for index in bytes.indices { bytes[index] = 0 } }
            guard let key = bytes.withUnsafeBytes({ SecretKey($0) }) else {
                throw CommandFailure.refused(
                    "standard input's first line is no secret key: 64 hex digits of a number from 1 to n-1 are")
            }
            return key
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a key to a file, still encrypted, or its secret to standard output.")
        @Argument(help: "Its name.") var name: String
        @Option(help: ArgumentHelp("The file to write; an existing one is kept.", valueName: "file")) var out: String?
        @Flag(help: "Print the secret key itself, in hex, open to anybody who sees it.") var secret = false
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions

        func validate() throws {
            guard (out != nil) != secret else { throw ValidationError("Give either --out FILE or --secret.") }
        }

        func run() async throws {
            let file = try keys.store.load(name)
            if let out {
                try AtomicFile.write(file.json, to: out, mode: 0o600, replacing: false)
                return print("Wrote \(name) to \(out), encrypted under its passphrase.")
            }
            let key = try file.open(name, passphrases)
            key.withUnsafeBytes { secret in
                for byte in secret { Terminal.write(Hex.encode([byte]), to: STDOUT_FILENO) }
            }
            Terminal.write("\n", to: STDOUT_FILENO)
        }
    }
}
