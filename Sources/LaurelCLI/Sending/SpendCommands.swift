import ArgumentParser
import Ledger
import LedgerCrypto

struct TransferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Send tokens to another account.")
    @Argument(help: "An id, the name of a local key, or a handle.") var to: String
    @Argument(help: "The amount in major units: 12.50") var amount: String
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var recipients: RecipientOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let to = try context.recipient(to)
            let amount = try context.amount(amount)
            if !recipients.allowsNew { try await context.requireKnown([to]) }
            try await context.send(
                [Transfer(to: to.account, amount: amount, evidence: try evidence.hash())],
                handles: [to.handle].compactMap { $0 })
        }
    }
}

struct BurnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "burn", abstract: "Destroy tokens for ever.")
    @Argument(help: "The amount in major units: 12.50") var amount: String
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            try await context.send([Burn(amount: try context.amount(amount))])
        }
    }
}

struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take back credits, or a binding, still within their window.")
    @Argument(help: "The id of the transaction that rewarded, or with --binding the bound handle.") var what: String
    @Option(help: ArgumentHelp("Which credits, by index from 0 (default: 0).", valueName: "index")) var credit:
        [UInt16] = []
    @Flag(help: "Take back the binding of a handle.") var binding = false
    @Option(help: "Why, for everybody to read.") var reason: String
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        let note = try Note(toBeSigned: reason, "--reason")
        try await send.withContext { context in
            let target: Revoke.Target
            if binding {
                target = .binding(try context.recipient(what).account)
            } else {
                guard let id = Digest(hex: what) else {
                    throw CommandFailure.refused("'\(what)' is no transaction id; one has 64 hex digits")
                }
                target = .credits(transaction: id, indices: credit.isEmpty ? [0] : Set(credit).sorted())
            }
            try await context.send([Revoke(target, reason: note, evidence: try evidence.hash())])
        }
    }
}

/// A hash of something off the ledger that supports a transaction.
struct EvidenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A hash of what supports it, 64 hex digits.", valueName: "hex")) var evidence: String?

    func hash() throws -> Digest? { try evidence.map { try Digest(evidence: $0) } }
}

extension Digest {
    init(evidence text: String) throws {
        guard let hash = Digest(hex: text) else {
            throw CommandFailure.refused("the evidence '\(text)' is no hash; 64 hex digits are allowed")
        }
        self = hash
    }
}
