import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis

struct BlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Show a block by its height (default: the last), or a transaction by its id.")
    @Argument(help: "A height, or a transaction's id.") var which: String?
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await look.withSource { source in
            if let which, let id = Digest(hex: which) {
                let token = try await source.status().token.token
                return try show(try await source.transaction(id), token)
            }
            let height = try await which.map { try self.height($0) }.orElse { try await source.status().height }
            guard height > 0 else { return try showGenesis(try await source.status()) }
            try show(try await source.block(height))
        }
    }

    private func height(_ text: String) throws -> UInt64 {
        guard let height = UInt64(text) else {
            throw CommandFailure.usage("'\(text)' is neither a height nor a transaction id of 64 hex digits")
        }
        return height
    }

    private func show(_ block: BlockView) throws {
        if output.json { return try printJSON(block) }
        printPairs([
            ("height", "\(block.height)"), ("hash", block.hash), ("parent", block.parent), ("time", block.time),
            ("producer", block.producer), ("state root", block.stateRoot), ("history root", block.historyRoot),
            ("size", "\(block.byteCount) bytes"), ("transactions", "\(block.transactionCount)"),
        ])
        guard !block.transactions.isEmpty else { return }
        print("")
        var table = Table([("#", .right), ("ACTION", .left), ("SENDER", .left), ("SEQUENCE", .right), ("ID", .left)])
        for transaction in block.transactions {
            table.add([
                "\(transaction.number)", transaction.action, transaction.sender.shown, "\(transaction.sequence)",
                transaction.id,
            ])
        }
        table.print()
    }

    private func showGenesis(_ status: StatusView) throws {
        struct Start: Encodable {
            let height = 0
            let hash: String
            let community: String
            let lastHeight: UInt64
        }
        if output.json {
            return try printJSON(Start(hash: status.chain, community: status.community, lastHeight: status.height))
        }
        printPairs([
            ("height", "0, the genesis"), ("hash", status.chain), ("community", status.community),
            ("blocks after it", status.height == 0 ? "none yet" : "1 to \(status.height)"),
        ])
    }

    private func show(_ transaction: TransactionView, _ token: Token) throws {
        if output.json { return try printJSON(transaction) }
        var pairs = [("id", transaction.id), ("status", transaction.status)]
        if let height = transaction.height { pairs.append(("block", "\(height), \(transaction.time ?? "")")) }
        if let sender = transaction.sender { pairs.append(("sender", sender.full)) }
        if let problem = transaction.problem { pairs.append(("refused", "\(problem)")) }
        if let action = transaction.action { pairs.append(("action", action)) }
        printPairs(pairs)
        guard let bytes = transaction.bytes.flatMap({ Hex.decode($0) }),
            let signed = try? SignedTransaction(decoding: bytes)
        else { return }
        FieldPrinter(token: token, names: [:]).print(signed.transaction.action.body.fields, indent: "  ")
        for witness in signed.witnesses { Output.printLine("signed by \(witness.key)") }
    }
}
