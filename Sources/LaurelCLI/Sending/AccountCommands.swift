import ArgumentParser
import Ledger
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
    @Argument(help: "k-of-n and n keys, exactly those of the account.") var policy: [String]
    @OptionGroup var send: SendOptions

    func run() async throws {
        let authenticator = try Authenticator(required: policy, keys: send.keys.store)
        var send = send
        send.from = send.from ?? AccountID.threshold(authenticator).description
        try await send.withContext { try await $0.send([Reveal(policy: authenticator)]) }
    }
}

struct RotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Change the keys that sign for an account.",
        discussion: "Old and new keys sign: laurel rotate new-key --key old-key --key new-key")
    @Argument(help: "The new key, or k-of-n and n keys.") var keys: [String]
    @OptionGroup var send: SendOptions

    func run() async throws {
        let store = send.keys.store
        let to =
            keys.count == 1
            ? Authenticator(try store.publicKey(keys[0])) : try Authenticator(required: keys, keys: store)
        try await send.withContext { try await $0.send([Rotate(to: to)]) }
    }
}

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Move everything into another account and close the sender for ever.",
        discussion: "Both accounts sign: laurel merge new --key old --key new")
    @Argument(help: "The account that goes on: an id, the name of a local key, or a handle.") var into: String
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let into = try context.recipient(into)
            try await context.send(
                [Merge(into: into.account, evidence: try evidence.hash())], handles: [into.handle].compactMap { $0 })
        }
    }
}

extension Authenticator {
    init(required words: [String], keys: KeyStore) throws {
        guard let authenticator = try Authenticator(words: words, keys: keys) else {
            throw CommandFailure.usage("write k-of-n and the n keys, such as: 2-of-3 alice bob carol")
        }
        self = authenticator
    }
}
