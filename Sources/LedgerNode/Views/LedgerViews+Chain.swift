package import Ledger
package import LedgerAPI
package import LedgerCrypto
import LedgerStore

extension LedgerViews {
    /// Nil where there is no block of that height.
    package func block(_ height: UInt64) throws -> BlockView? {
        guard height > 0, let first = try place(ofBlock: height)?.first, let block = try decodedBlock(height) else {
            return nil
        }
        let header = block.header
        let senders = try references(block.transactions.map(\.transaction.sender))
        let transactions = zip(block.transactions, senders).enumerated().map { index, pair in
            let (signed, sender) = pair
            return TransactionSummary(
                id: signed.transaction.id(on: store.chainID).hex, number: first + UInt64(index), sender: sender,
                sequence: signed.transaction.sequence, action: signed.transaction.action.name)
        }
        return BlockView(
            height: header.height, hash: header.hash.hex, parent: header.parent.hex, time: header.time.description,
            timeMs: header.time.milliseconds, producer: header.producer.hex,
            signature: block.signedHeader.signature.hex, transactionCount: block.transactions.count,
            transactionsRoot: header.transactionsRoot.hex, stateRoot: header.stateRoot.hex,
            historyRoot: header.historyRoot.hex, header: Hex.encode(block.signedHeader.encoded),
            byteCount: block.bytes.count, transactions: transactions)
    }

    /// Blocks in order of height, at least one; the page ends early once they have over a MiB.
    package func blocks(from height: UInt64, limit: Int) throws -> BlocksPage {
        let head = min(try self.height(), self.limit)
        var blocks: [BlockView] = []
        var next = max(1, height)
        var byteCount = 0
        while blocks.count < limit, byteCount <= 1 << 20, next <= head, let block = try block(next) {
            blocks.append(block)
            byteCount += block.byteCount
            next += 1
        }
        return BlocksPage(blocks: blocks, next: next <= head ? next : nil)
    }

    /// A committed transaction; nil where the chain has none of that id.
    package func transaction(_ id: Digest) throws -> TransactionView? {
        guard let stored = try store.transaction(id: id), stored.height <= limit else { return nil }
        let signed = try SignedTransaction(decoding: stored.bytes)
        var view = try self.view(of: signed, id: id, bytes: stored.bytes, status: "committed")
        view.number = stored.number
        view.height = stored.height
        if let (header, first) = try place(ofBlock: stored.height) {
            view.index = Int(stored.number &- first)
            view.time = header.header.time.description
            view.timeMs = header.header.time.milliseconds
        }
        return view
    }

    /// A transaction by its contents.
    package func view(
        of signed: SignedTransaction, id: Digest, bytes: [UInt8], status: String
    ) throws -> TransactionView {
        let transaction = signed.transaction
        return TransactionView(
            id: id.hex, status: status, sender: try reference(transaction.sender), sequence: transaction.sequence,
            validUntil: transaction.validUntil.description, validUntilMs: transaction.validUntil.milliseconds,
            action: transaction.action.name, fields: JSONValue(transaction.action.body.fields),
            witnesses: signed.witnesses.map { WitnessView(key: $0.key.hex, signature: $0.signature.hex) },
            bytes: Hex.encode(bytes))
    }

    /// The receipt of a committed transaction, as it is now; nil where the chain has none of that id. Neither the rest of its block nor its
    /// own contents are decoded.
    package func storedReceipt(_ id: Digest) throws -> Receipt? {
        guard let stored = try store.transaction(id: id), let (header, first) = try place(ofBlock: stored.height)
        else { return nil }
        let sender = try TransactionHead(of: stored.bytes).sender
        let record = try store.account(sender)?.record
        return Receipt(
            id: id, number: stored.number, block: SharedHeader(header), index: Int(stored.number &- first),
            sender: sender,
            balance: record?.balance ?? .zero, nextSequence: record?.sequence ?? 0)
    }

    package func receipt(_ receipt: Receipt) throws -> ReceiptView {
        let header = receipt.header.header
        return ReceiptView(
            id: receipt.id.hex, status: "committed", number: receipt.number, height: header.height,
            index: receipt.index, time: header.time.description, timeMs: header.time.milliseconds,
            blockHash: header.hash.hex, header: Hex.encode(receipt.header.encoded),
            sender: try reference(receipt.sender), balance: receipt.balance.description,
            nextSequence: receipt.nextSequence)
    }

    /// A block's canonical bytes.
    func bytes(ofBlock height: UInt64) throws -> [UInt8]? { height <= limit ? try store.block(height) : nil }

    func decodedBlock(_ height: UInt64) throws -> Block? {
        try bytes(ofBlock: height).map { try Block(decoding: $0) }
    }

    /// A block's header and the number of its first transaction.
    private func place(ofBlock height: UInt64) throws -> (header: SignedHeader, first: UInt64)? {
        height <= limit ? try store.place(ofBlock: height) : nil
    }
}
