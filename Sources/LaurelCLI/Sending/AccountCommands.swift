import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Admit an account that nobody has paid yet (registrars).")
    @Argument(help: "An id, the name of a local key, or a handle.") var account: String
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let account = try context.recipient(account)
            try await context.send([Register(account: account.account)], handles: [account.handle].compactMap { $0 })
        }
    }
}

struct BindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind", abstract: "Give a handle its first key (registrars).",
        discussion: "The new key signs too: --key REGISTRAR --key NEW, or pass a file with 'laurel tx sign'.")
    @Argument(help: "The handle, such as github:alice.") var handle: String
    @Argument(help: "The key: its name, 64 hex digits, or its account.") var newKey: String
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            guard let handle = try context.recipient(handle).handle else {
                throw CommandFailure.refused("'\(handle)' is not \(Handle.form)")
            }
            try await context.send(
                [Bind(handle: handle, key: try send.keys.store.publicKey(newKey))], handles: [handle])
        }
    }
}

struct RevealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal", abstract: "Show the keys of a threshold account: its first transaction.",
        discussion: "laurel reveal 2-of-3 alice bob carol --key alice --key bob")
    @Argument(help: "k-of-n and n keys, exactly those of the account (default: those that are remembered of --from).")
    var policy: [String] = []
    @OptionGroup var send: SendOptions

    func run() async throws {
        let authenticator = try authenticator()
        var send = send
        send.from = send.from ?? AccountID.threshold(authenticator).description
        try await send.withContext { try await $0.send([Reveal(policy: authenticator)]) }
    }

    private func authenticator() throws -> Authenticator {
        guard policy.isEmpty, let from = send.from else {
            return try Authenticator(required: policy, keys: send.keys.store)
        }
        let account = try Recipient(from, keys: send.keys.store).account
        guard let known = MemberBook.known[account]?.authenticator else {
            throw CommandFailure.usage(
                "nobody here remembers the keys of \(account); write k-of-n and the n keys, such as: 2-of-3 alice bob carol"
            )
        }
        return known
    }
}

struct RotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Change the keys that sign for an account.",
        discussion: "Old and new keys sign: laurel rotate new-key --key old-key --key new-key")
    @Argument(help: "The new key, or k-of-n and n keys.") var keys: [String]
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        let store = send.keys.store
        let to =
            keys.count == 1
            ? Authenticator(try store.publicKey(keys[0])) : try Authenticator(required: keys, keys: store)
        try await send.withContext { context in
            if !confirm.yes { try await preview(to, context) }
            try await context.send([Rotate(to: to)])
        }
    }

    private func preview(_ to: Authenticator, _ context: CommandContext) async throws {
        let people = context.people
        let sender = try await context.view(of: try context.sender())
        let old = sender.authority.keys.map { key in PublicKey(hex: key).map { people.shown($0) } ?? key }
        let new = to.keys.map { people.shown($0) }
        try confirm.ask(
            [
                "This changes which keys sign for \(people.full(sender.account)), from its block on:",
                "  now:  \(sender.authority.threshold) of \(old.isEmpty ? "none" : old.joined(separator: ", "))",
                "  then: \(to.threshold) of \(new.joined(separator: ", "))",
                "The old keys sign for it no more, whoever has them, and are not needed to use it.",
            ], context.options.out)
    }
}

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Move everything into another account and close the sender for ever.",
        discussion: "Both accounts sign: laurel merge new --key old --key new")
    @Argument(help: "The account that goes on: an id, the name of a local key, or a handle.") var into: String
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let into = try context.recipient(into)
            if !confirm.yes { try await preview(into, context) }
            try await context.send(
                [Merge(into: into.account, evidence: try evidence.hash())], handles: [into.handle].compactMap { $0 })
        }
    }
}

extension MergeCommand {
    private func preview(_ into: Recipient, _ context: CommandContext) async throws {
        let (token, people) = (context.token, context.people)
        let sender = try await context.view(of: try context.sender())
        let target = try await into.found(as: self.into) { try await context.client.account($0) }
        try confirm.ask(
            [
                "This moves all that \(people.full(sender.account)) has, and ever gets, into \(people.full(target.account)), and closes "
                    + "the former for ever:",
                "  balance:  \(token.formatWithSymbol(units: sender.balance))",
                "  pending:  \(token.formatWithSymbol(units: sender.pending)) in \(sender.pendingCount) rewards",
                "  earned:   \(token.formatWithSymbol(units: sender.earned))",
                "  roles:    "
                    + (sender.roles.isEmpty
                        ? "none" : sender.roles.joined(separator: ", ") + ", which nobody has then"),
                "It can send nothing then, and whoever pays it is refused.",
            ], context.options.out)
    }
}

extension Authenticator {
    init(required words: [String], keys: KeyStore) throws {
        guard let authenticator = try Authenticator(words: words, keys: keys) else {
            throw CommandFailure.usage("write k-of-n and the n keys, such as: 2-of-3 alice bob carol")
        }
        self = authenticator
        MemberBook.remember([.threshold(authenticator): Members(authenticator, words: words, keys)])
    }
}
