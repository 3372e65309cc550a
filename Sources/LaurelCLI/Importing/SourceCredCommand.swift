import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerImport
import LedgerKeys
import LedgerNode
import LedgerReplay
import LedgerStore

extension ImportCommand {
    struct SourceCredLedgerFile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sourcecred", abstract: "Turn a SourceCred ledger into a chain, or append what is new in it.",
            discussion: """
                Four keys sign, PREFIX-issuer, -registrar, -custodian and -producer; those that are missing are made for a \
                new chain. The chain pins every event of the ledger, whatever its kind. Importing again appends only what is new; \
                a ledger whose past differs is refused with the first event that does, and with what to do about it.
                """)
        @Argument(help: "The ledger: ledger.json of a SourceCred instance.") var ledger: String
        @Option(help: "The data folder to make or to append to.") var out: String
        @Option(help: "The community's name, for a new chain.") var community = "SourceCred community"
        @Option(help: "The token's name, for a new chain.") var tokenName = "Grain"
        @Option(help: "The token's symbol, for a new chain.") var symbol = "GRAIN"
        @Option(help: "What the names of the four keys begin with.") var keyPrefix = "sourcecred"
        @OptionGroup var guards: GuardOptions
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var cost: CostOptions
        @Flag(help: "List every payment that was not sent.") var verbose = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let events: SourceCredLedger
            do { events = try SourceCredLedger(try AtomicFile.read(ledger, limit: 1 << 30)) } catch let fault
                as SourceCredFault
            {
                throw CommandFailure.refused("\(ledger): \(fault)")
            }
            if access(out, F_OK) == 0 {
                let store = try LedgerStore.open(at: out, access: .readWrite)
                return try append(events, to: store, secrets: try secrets(making: false).keys) {}
            }
            let (secrets, made) = try secrets(making: true)
            let genesis = SourceCred.genesis(
                for: events, community: community, token: Token(name: tokenName, symbol: symbol, decimals: 18),
                keys: secrets.publicKeys, nonce: try Digest(random: ()))
            guard genesis.faults.isEmpty else {
                throw CommandFailure.refused(
                    "this makes no genesis:\n" + genesis.faults.map { "  \($0)" }.joined(separator: "\n"))
            }
            try genesis.requireNames()
            let store = keys.store
            var saved: [String] = []
            do {
                try await Folder.building(out) {
                    try append(events, to: try LedgerStore.create(at: $0, genesis: genesis), secrets: secrets) {
                        for (name, file) in made {
                            try store.save(name, file)
                            saved.append(name)
                        }
                    }
                }
            } catch {
                // There is no chain that they signed.
                for name in saved { unlink(try store.path(of: name)) }
                throw error
            }
        }

        /// - Parameter keep: keeps keys that are new, once the chain is made and before anybody can hear of it.
        private func append(
            _ events: SourceCredLedger, to store: LedgerStore, secrets: ImportKeys, keep: () throws -> Void
        ) throws {
            var state = try store.loadState()
            state.keepsPostings = true
            // The import signs blocks, so it is bound by what the producer's key has published, as a node is.
            let place = try guards.place(
                guards.folder, of: "\(keyPrefix)-producer", in: keys.store, secrets.producer.publicKey,
                chain: state.chainID)
            let headGuard = try HeadGuard.open(
                place, key: secrets.producer.publicKey, chain: state.chainID, height: state.height
            ) { try store.header($0)?.header.hash }
            var blocks = try store.blocks()
            let chain = state.chainID
            let imported: ImportedChain
            let line = ImportProgressLine()
            defer { line.end() }
            do {
                imported = try SourceCredImport(events, keys: secrets).run(
                    on: state, history: { try blocks.next() }, commit: { try store.commit($0) },
                    progress: { line.show($0) })
            } catch let fault as ImportFault {
                throw CommandFailure.refused("\(ledger): \(fault); nothing was changed")
            } catch let fault as SourceCredFault {
                throw CommandFailure.refused("\(ledger): \(fault); nothing was changed")
            }
            try keep()
            // Nobody has heard of the blocks before this.
            try headGuard.advance(chain: chain, height: imported.state.height, hash: imported.state.head)
            try HeadGuard.retire(place)
            try store.remember(handles: imported.report.handles)
            line.end()
            try ImportSummary(imported.report, imported.state, ledger: ledger).print(
                json: output.json, verbose: verbose)
        }

        /// Opens a key with the passphrase of all of them, and asks for its own where that is another.
        private func open(_ name: String, _ passphrase: Passphrase) throws -> SecretKey {
            let file = try keys.store.load(name)
            do {
                return try file.open(passphrase: passphrase)
            } catch KeyFileError.wrongPassphraseOrDamaged {
                return try file.open(name, passphrases)
            }
        }

        /// Opens the four keys, with one passphrase where it opens them all, and makes those that are missing for a new chain, which are then
        /// still to be saved.
        private func secrets(making: Bool) throws -> (keys: ImportKeys, made: [(name: String, file: KeyFile)]) {
            let names = ["issuer", "registrar", "custodian", "producer"].map { "\(keyPrefix)-\($0)" }
            let store = keys.store
            let known = Set(try store.names())
            let missing = names.filter { !known.contains($0) }
            guard missing.isEmpty || making else {
                throw CommandFailure.refused(
                    "\(out) was made with keys that are not here: \(missing.joined(separator: ", "))")
            }
            var secrets: [String: SecretKey] = [:]
            let present = names.filter { known.contains($0) }
            if !present.isEmpty {
                let passphrase = try passphrases.read(for: present.joined(separator: ", "))
                for name in present { secrets[name] = try open(name, passphrase) }
            }
            var made: [(name: String, file: KeyFile)] = []
            if !missing.isEmpty {
                let passphrase = try passphrases.readNew(for: missing.joined(separator: ", "))
                for name in missing {
                    let secret = try SecretKey()
                    made.append((name, try KeyFile.seal(secret, passphrase: passphrase, cost: cost.cost)))
                    secrets[name] = secret
                }
            }
            let four = names.compactMap { secrets[$0] }
            precondition(four.count == 4, "each of the four keys was there or was made")
            return (
                ImportKeys(issuer: four[0], registrar: four[1], custodian: four[2], producer: four[3]), made
            )
        }
    }
}
