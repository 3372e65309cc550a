/// A block: its header, and its transactions in short.
package struct BlockView: Codable, Sendable, Equatable {
    package var height: UInt64
    package var hash: String
    package var parent: String
    /// ISO 8601.
    package var time: String
    package var timeMs: UInt64
    /// The producer’s key.
    package var producer: String
    /// The producer’s signature over `hash`.
    package var signature: String
    package var transactionCount: Int
    package var transactionsRoot: String
    package var stateRoot: String
    package var historyRoot: String
    /// The canonical bytes of header and signature, in hex.
    package var header: String
    /// The size of the whole block.
    package var byteCount: Int
    package var transactions: [TransactionSummary]

    package init(
        height: UInt64, hash: String, parent: String, time: String, timeMs: UInt64, producer: String,
        signature: String, transactionCount: Int, transactionsRoot: String, stateRoot: String, historyRoot: String,
        header: String, byteCount: Int, transactions: [TransactionSummary]
    ) {
        self.height = height
        self.hash = hash
        self.parent = parent
        self.time = time
        self.timeMs = timeMs
        self.producer = producer
        self.signature = signature
        self.transactionCount = transactionCount
        self.transactionsRoot = transactionsRoot
        self.stateRoot = stateRoot
        self.historyRoot = historyRoot
        self.header = header
        self.byteCount = byteCount
        self.transactions = transactions
    }
}

/// One line of a list of transactions.
package struct TransactionSummary: Codable, Sendable, Equatable {
    package var id: String
    /// Its running number on the chain, from 0.
    package var number: UInt64
    package var sender: AccountRef
    package var sequence: UInt64
    /// The kind of action, such as `transfer`.
    package var action: String

    package init(
        id: String, number: UInt64, sender: AccountRef, sequence: UInt64, action: String
    ) {
        self.id = id
        self.number = number
        self.sender = sender
        self.sequence = sequence
        self.action = action
    }
}

/// Blocks in order of height.
package struct BlocksPage: Codable, Sendable, Equatable {
    package var blocks: [BlockView]
    /// The height at which the next page begins; nil where there is none yet.
    package var next: UInt64?

    package init(
        blocks: [BlockView], next: UInt64? = nil
    ) {
        self.blocks = blocks
        self.next = next
    }
}
