import ArgumentParser
import Glibc
import Ledger
import LedgerCrypto
import LedgerImport
import LedgerReplay
import LedgerStore

extension ImportCommand {
    struct SourceCredLedgerFile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sourcecred", abstract: "Turn a SourceCred ledger into a chain, or append what is new in it.",
            discussion: """
                Four keys sign, PREFIX-issuer, -registrar, -custodian and -producer; those that are missing are made for a \
                new chain. Importing again appends only what is new; a ledger whose past differs from the chain's is refused.
                """)
        @Argument(help: "The ledger: ledger.json of a SourceCred instance.") var ledger: String
        @Option(help: "The data folder to make or to append to.") var out: String
        @Option(help: "The community's name, for a new chain.") var community = "SourceCred community"
        @Option(help: "The token's name, for a new chain.") var tokenName = "Grain"
        @Option(help: "The token's symbol, for a new chain.") var symbol = "GRAIN"
        @Option(help: "What the names of the four keys begin with.") var keyPrefix = "sourcecred"
        @OptionGroup var keys: KeyOptions
        @OptionGroup var passphrases: PassphraseOptions
        @OptionGroup var cost: CostOptions

        func run() async throws {
            let events: SourceCredLedger
            do { events = try SourceCredLedger(try AtomicFile.read(ledger, limit: 1 << 30)) } catch let fault
                as SourceCredFault
            {
                throw CommandFailure.refused("\(ledger): \(fault)")
            }
            if access(out, F_OK) == 0 {
                let store = try LedgerStore.open(at: out, access: .readWrite)
                return try append(events, to: store, secrets: try secrets(making: false))
            }
            let secrets = try secrets(making: true)
            let genesis = SourceCred.genesis(
                for: events, community: community, token: Token(name: tokenName, symbol: symbol, decimals: 18),
                keys: secrets.publicKeys, nonce: try Digest(random: ()))
            guard genesis.faults.isEmpty else {
                throw CommandFailure.refused(
                    "this makes no genesis:\n" + genesis.faults.map { "  \($0)" }.joined(separator: "\n"))
            }
            try genesis.requireNames()
            try await Folder.building(out) {
                try append(events, to: try LedgerStore.create(at: $0, genesis: genesis), secrets: secrets)
            }
        }

        private func append(_ events: SourceCredLedger, to store: LedgerStore, secrets: ImportKeys) throws {
            var state = try store.loadState()
            state.keepsPostings = true
            var blocks = try store.blocks()
            let report: ImportReport
            do {
                report = try SourceCredImport(events, keys: secrets).run(
                    on: &state, history: { try blocks.next() },
                    commit: { header, transactions, changes, state in
                        try store.commit(state.indexUpdate(for: changes, header: header, transactions: transactions))
                    })
            } catch let fault as ImportFault {
                throw CommandFailure.refused("\(ledger): \(fault); nothing was changed")
            } catch let fault as SourceCredFault {
                throw CommandFailure.refused("\(ledger): \(fault); nothing was changed")
            }
            try store.remember(handles: report.handles)
            show(report, state)
        }

        private func show(_ report: ImportReport, _ state: LedgerState) {
            printPairs([
                ("events", "\(report.events), running hash \(report.runningHash)"),
                ("on the chain before", "\(report.found) transactions"),
                ("appended", "\(report.transactions) transactions in \(report.blocks) blocks"),
                ("bindings", "\(report.bindings)"), ("rewards", "\(report.rewards) with \(report.credits) credits"),
                ("transfers", "\(report.transfers)"), ("merges", "\(report.merges)"),
                ("not sent", "\(report.skipped.count)"), ("chain", state.chainID.hex),
                ("head", "block \(state.height), \(state.head)"),
                ("supply", state.genesis.token.formatWithSymbol(state.totals.supply)),
            ])
            for skipped in report.skipped {
                let amount = state.genesis.token.format(skipped.amount)
                print("  event \(skipped.event): \(amount) to \(skipped.to) was not sent: \(skipped.reason.rawValue)")
            }
        }

        private func secrets(making: Bool) throws -> ImportKeys {
            let names = ["issuer", "registrar", "custodian", "producer"].map { "\(keyPrefix)-\($0)" }
            let store = keys.store
            let known = Set(try store.names())
            let missing = names.filter { !known.contains($0) }
            guard missing.isEmpty || making else {
                throw CommandFailure.refused(
                    "\(out) was made with keys that are not here: \(missing.joined(separator: ", "))")
            }
            if !missing.isEmpty {
                let passphrase = try passphrases.readNew(for: missing.joined(separator: ", "))
                for name in missing {
                    try store.save(name, try KeyFile.seal(try SecretKey(), passphrase: passphrase, cost: cost.cost))
                }
            }
            let secrets = try names.map { try store.open($0, passphrases) }
            return ImportKeys(issuer: secrets[0], registrar: secrets[1], custodian: secrets[2], producer: secrets[3])
        }
    }
}
