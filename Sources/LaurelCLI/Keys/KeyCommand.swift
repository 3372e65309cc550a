import ArgumentParser
import Ledger
import LedgerCrypto
import LedgerKeys

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make and keep keys, each in a file under a passphrase.",
        subcommands: [New.self, List.self, Show.self, Import.self, Export.self, Passwd.self])

    /// A key as JSON shows it: nothing secret.
    struct View: Codable {
        let name: String
        let publicKey: String
        let account: String

        init(_ name: String, _ key: PublicKey) {
            self.name = name
            publicKey = key.hex
            account = AccountID.key(key).description
        }

        func print(_ output: OutputOptions) throws {
            if output.json { return try printJSON(self) }
            printPairs([("name", name), ("account", account), ("public key", publicKey)])
        }
    }
}

/// How much work a guess at the passphrase is to take.
struct CostOptions: ParsableArguments {
    @Flag(help: "Protect the key with little work only, for tests and demonstrations.")
    var light = false

    var cost: KeyFile.Cost { light ? .light : .interactive }
}

extension KeyCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a fresh key.")
        @Argument(help: "A name for it: 1…64 of a-z 0-9 . _ -") var name: String
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var cost: CostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try keys.store.requireFree(name)
            let key = try SecretKey()
            let file = try KeyFile.seal(key, passphrase: try passphrases.readNew(for: name), cost: cost.cost)
            try keys.store.save(name, file)
            try View(name, key.publicKey).print(output)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys.")
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let views = try keys.store.list().map { View($0.name, $0.publicKey) }
            if output.json { return try printJSON(views) }
            guard !views.isEmpty else {
                return print("There are no keys in \(keys.store.directory); make one with 'laurel key new NAME'.")
            }
            var table = Table([("NAME", .left), ("ACCOUNT", .left)])
            for view in views { table.add([view.name, view.account]) }
            table.print()
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a key's account and public key.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var keys: KeyOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try View(name, try keys.store.load(name).publicKey).print(output)
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change a key's passphrase.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var cost: CostOptions
        @Option(help: ArgumentHelp("Read the new passphrase from the first line of this file.", valueName: "file"))
        var newPassphraseFile: String?

        func run() async throws {
            let key = try keys.store.open(name, passphrases)
            var new = PassphraseOptions()
            new.passphraseFile = newPassphraseFile
            new.passphraseFd = nil
            let file = try KeyFile.seal(key, passphrase: try new.readNew(for: name), cost: cost.cost)
            try keys.store.save(name, file, replacing: true)
            print("The passphrase of \(name) was changed.")
        }
    }
}

extension KeyStore {
    /// Before anybody types a passphrase for nothing.
    func requireFree(_ name: String) throws {
        let path = try path(of: name)
        guard try !names().contains(name) else { throw KeyFileError.exists(name: name, path: path) }
    }

    /// Opens a key with its passphrase.
    func open(_ name: String, _ passphrases: PassphraseOptions) throws -> SecretKey {
        try load(name).open(name, passphrases)
    }
}

extension KeyFile {
    /// The same, for a file that is known to its user as `name`.
    func open(_ name: String, _ passphrases: PassphraseOptions) throws -> SecretKey {
        do { return try open(passphrase: try passphrases.read(for: name)) } catch KeyFileError.wrongPassphraseOrDamaged
        {
            throw CommandFailure.impossible(
                "\(name) does not open: the passphrase is wrong, or its file was changed or damaged (which of the two cannot "
                    + "be told); try the passphrase again, then a backup of the file")
        }
    }
}
