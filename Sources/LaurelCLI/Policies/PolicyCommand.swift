import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys
import LedgerText

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Show the policy in force, compare it, change it.",
        discussion: """
            laurel policy show
            laurel policy edit --set challengeWindow=10d --add arbiters=carol --key authority
            laurel policy show --json > policy.json; laurel policy diff policy.json; laurel policy edit policy.json …
            """,
        subcommands: [Show.self, Diff.self, Edit.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the policy in force.",
            discussion: "With --json, as a file to change and to give to 'laurel policy diff' and 'laurel policy edit'."
        )
        @OptionGroup var keys: KeyOptions
        @OptionGroup var look: LookOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await look.withSource { source in
                let (view, status) = (try await source.policy(), try await source.status())
                let policy = try Policy(view)
                if output.json {
                    guard let chain = Digest(hex: status.chain) else { throw CommandFailure.impossible("no chain id") }
                    return Output.printJSON(text: PolicyFile.text(policy, height: view.height, chain: chain))
                }
                let text = PolicyText(token: status.token.token, people: People(keys.store), handles: view.handles)
                printPairs(
                    text.pairs(policy.fields) + [
                        ("epoch", "\(view.epoch.number), of \(view.epoch.length), until \(view.epoch.endsAt)"),
                        ("as of block", "\(view.height)"), ("hash", policy.hash.hex),
                    ])
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a file would change of the policy in force.",
            discussion: """
                A file is what 'laurel policy show --json' wrote, or a genesis. Of the former it is also told what was set \
                since it was taken. The exit code is 0 either way.
                """)
        @Argument(help: "The file.") var file: String
        @OptionGroup var keys: KeyOptions
        @OptionGroup var look: LookOptions
        @OptionGroup var output: OutputOptions

        struct View: Encodable {
            /// Of the policy in force.
            let hash: String
            let changes: [PolicyText.Change]
            /// What was set since the file was taken.
            let since: [PolicyText.Change]
        }

        func run() async throws {
            try await look.withSource { source in
                let (view, status) = (try await source.policy(), try await source.status())
                guard let chain = Digest(hex: status.chain) else { throw CommandFailure.impossible("no chain id") }
                let (policy, file) = (try Policy(view), try PolicyFile.read(self.file, of: chain))
                let text = PolicyText(token: status.token.token, people: People(keys.store), handles: view.handles)
                let since = file.base.map { text.changes(from: $0.fields, to: policy.fields) } ?? []
                let changes = text.changes(from: (file.base ?? policy).fields, to: file.policy.fields)
                if output.json {
                    return try printJSON(View(hash: policy.hash.hex, changes: changes, since: since))
                }
                if !since.isEmpty {
                    print("Set by others since \(self.file) was taken:")
                    for change in since { Output.printLine("  " + change.line) }
                    print("Changed in \(self.file):")
                }
                guard !changes.isEmpty else { return print("\(self.file) changes nothing.") }
                for change in changes { Output.printLine((since.isEmpty ? "" : "  ") + change.line) }
            }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change some of the policy, and leave the rest as others set it (the authority).",
            discussion: """
                laurel policy edit --set smallestAmount=0.50 --remove arbiters=dave --key authority
                laurel policy edit --key authority        in the editor that VISUAL or EDITOR names
                laurel policy edit policy.json --key authority

                What is set by others meanwhile stays. Where both change the same, it is told and nothing is sent. \
                Issuers are set with 'laurel set-issuer'.
                """)
        @Argument(help: "A file that 'laurel policy show --json' wrote, with what you changed.") var file: String?
        @Option(help: ArgumentHelp("Set a field: challengeWindow=10d, smallestAmount=0.50.", valueName: "field=value"))
        var set: [String] = []
        @Option(
            help: ArgumentHelp("Add to a list: arbiters=carol, registrars=…, producers=…", valueName: "field=value"))
        var add: [String] = []
        @Option(help: ArgumentHelp("Take out of a list: arbiters=dave.", valueName: "field=value"))
        var remove: [String] = []
        @OptionGroup var confirm: ConfirmOptions
        @OptionGroup var send: SendOptions

        private var edits: PolicyEdits { PolicyEdits(set: set, add: add, remove: remove) }

        func validate() throws {
            guard file == nil || edits.isEmpty else {
                throw ValidationError("Give a file, or --set, --add and --remove, not both.")
            }
        }

        func run() async throws {
            try await send.withContext { context in
                var change = try await PolicyProposal(context)
                let wanted = try wanted(change.current, context)
                // Whatever was set while an editor was open, or since the file was taken.
                if edits.isEmpty { change = try await PolicyProposal(context) }
                let next = try change.merging(wanted, file ?? "your changes")
                try await change.send(next, knowing: wanted.thresholds, confirm)
            }
        }

        private func wanted(_ current: Policy, _ context: CommandContext) throws -> PolicyFile {
            if let file { return try PolicyFile.read(file, of: context.genesis.chainID) }
            if !edits.isEmpty {
                return PolicyFile(
                    policy: try edits.applied(to: current, context), base: current,
                    thresholds: edits.thresholds(context.options.keys.store))
            }
            guard Terminal.canAsk else {
                throw CommandFailure.usage("there is no terminal for an editor; give --set, --add, --remove, or a file")
            }
            let text = String(decoding: current.json.indented, as: UTF8.self)
            let edited = try Editor.edit(text, name: "policy.json")
            do {
                let read = try Policy.reading(edited)
                return PolicyFile(policy: read.policy, base: current, thresholds: read.thresholds)
            } catch {
                throw CommandFailure.refused(
                    "what was saved is no policy; nothing was sent\n"
                        + error.faults.map { "  \($0)" }.joined(separator: "\n"))
            }
        }
    }
}
