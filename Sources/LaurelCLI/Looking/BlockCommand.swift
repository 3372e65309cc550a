import ArgumentParser
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

struct BlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Show a block by its height (default: the last), or a transaction by its id.")
    @Argument(help: "A height, or a transaction's id.") var which: String?
    @OptionGroup var look: LookOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await look.withSource { source in
            if let which, let id = Digest(hex: which) { return try show(try await source.transaction(id)) }
            let height = try await which.map { try self.height($0) }.orElse { try await source.status().height }
            guard height > 0 else { return print("There is no block yet; height 0 is the genesis.") }
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

    private func show(_ transaction: TransactionView) throws {
        if output.json { return try printJSON(transaction) }
        var pairs = [("id", transaction.id), ("status", transaction.status)]
        if let height = transaction.height { pairs.append(("block", "\(height), \(transaction.time ?? "")")) }
        if let sender = transaction.sender { pairs.append(("sender", sender.full)) }
        if let problem = transaction.problem { pairs.append(("refused", "\(problem)")) }
        if let action = transaction.action { pairs.append(("action", action)) }
        printPairs(pairs)
        if let fields = transaction.fields { try printJSON(fields) }
    }
}
