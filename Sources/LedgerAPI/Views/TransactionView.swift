/// A transaction and what became of it.
package struct TransactionView: Codable, Sendable, Equatable {
    package var id: String
    /// `committed`, `waiting` or `rejected`.
    package var status: String
    /// Its running number, from 0; where it is committed, as are the next four.
    package var number: UInt64?
    package var height: UInt64?
    /// Its place in the block, from 0.
    package var index: Int?
    /// ISO 8601.
    package var time: String?
    package var timeMs: UInt64?
    package var sender: AccountRef?
    package var sequence: UInt64?
    package var validUntil: String?
    package var validUntilMs: UInt64?
    /// The kind of action.
    package var action: String?
    /// The values of the action.
    package var fields: JSONValue?
    package var witnesses: [WitnessView]?
    /// The canonical bytes of the signed transaction, in hex.
    package var bytes: String?
    /// Why it was rejected.
    package var problem: ProblemView?

    package init(
        id: String, status: String, number: UInt64? = nil, height: UInt64? = nil, index: Int? = nil,
        time: String? = nil, timeMs: UInt64? = nil, sender: AccountRef? = nil, sequence: UInt64? = nil,
        validUntil: String? = nil, validUntilMs: UInt64? = nil, action: String? = nil, fields: JSONValue? = nil,
        witnesses: [WitnessView]? = nil, bytes: String? = nil, problem: ProblemView? = nil
    ) {
        self.id = id
        self.status = status
        self.number = number
        self.height = height
        self.index = index
        self.time = time
        self.timeMs = timeMs
        self.sender = sender
        self.sequence = sequence
        self.validUntil = validUntil
        self.validUntilMs = validUntilMs
        self.action = action
        self.fields = fields
        self.witnesses = witnesses
        self.bytes = bytes
        self.problem = problem
    }
}

/// A key and its signature, in hex.
package struct WitnessView: Codable, Sendable, Equatable {
    package var key: String
    package var signature: String

    package init(
        key: String, signature: String
    ) {
        self.key = key
        self.signature = signature
    }
}

/// The answer to a transaction that was accepted.
package struct ReceiptView: Codable, Sendable, Equatable {
    package var id: String
    /// `committed`, or `waiting` where the answer was not to wait for the block.
    package var status: String
    /// Present once it is committed, as is all that follows.
    package var number: UInt64?
    package var height: UInt64?
    /// Its place in the block, from 0.
    package var index: Int?
    /// ISO 8601.
    package var time: String?
    package var timeMs: UInt64?
    package var blockHash: String?
    /// The canonical bytes of the block’s header and signature, in hex.
    package var header: String?
    package var sender: AccountRef?
    /// What the sender has now, in minor units.
    package var balance: String?
    package var nextSequence: UInt64?
    /// True where the node knew exactly this transaction before the request: it is that one's receipt, and nothing was done anew.
    package var repeated: Bool?

    package init(
        id: String, status: String, number: UInt64? = nil, height: UInt64? = nil, index: Int? = nil,
        time: String? = nil, timeMs: UInt64? = nil, blockHash: String? = nil, header: String? = nil,
        sender: AccountRef? = nil, balance: String? = nil, nextSequence: UInt64? = nil, repeated: Bool? = nil
    ) {
        self.id = id
        self.status = status
        self.number = number
        self.height = height
        self.index = index
        self.time = time
        self.timeMs = timeMs
        self.blockHash = blockHash
        self.header = header
        self.sender = sender
        self.balance = balance
        self.nextSequence = nextSequence
        self.repeated = repeated
    }
}

/// The answers to a batch, in its order.
package struct BatchView: Codable, Sendable, Equatable {
    package var results: [BatchResult]

    package init(
        results: [BatchResult]
    ) {
        self.results = results
    }
}

/// What became of one transaction of a batch: one of the two.
package struct BatchResult: Codable, Sendable, Equatable {
    package var receipt: ReceiptView?
    package var problem: ProblemView?

    package init(
        receipt: ReceiptView? = nil, problem: ProblemView? = nil
    ) {
        self.receipt = receipt
        self.problem = problem
    }
}
