import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
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
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var send: SendOptions

    func run() async throws {
        try await send.withContext { context in
            let amount = try context.amount(amount)
            if !confirm.yes {
                let sender = try await context.view(of: try context.sender())
                try confirm.ask(
                    [
                        "This destroys \(context.token.formatWithSymbol(amount)) of \(context.people.full(sender.account)), which has "
                            + "\(context.token.formatWithSymbol(units: sender.balance)), for ever."
                    ], context.options.out)
            }
            try await context.send([Burn(amount: amount)])
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
