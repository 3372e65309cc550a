package import Ledger

/// How much may wait, and how long.
package struct EngineLimits: Sendable {
    /// How long after its first transaction a block is due.
    package var blockInterval = Milliseconds(50)
    /// From this size on a block need not wait for its time: its header is a fiftieth of it. It is due as soon as no more than it holds
    /// is still being checked, so that the disk writes one half of what came while the cores check the other.
    package var promptBytes = 16 << 10
    /// The most bytes of transactions that wait.
    package var queueBytes = 64 << 20
    /// The most transactions of one sender that wait.
    package var queuePerSender = 10_000

    package init() {}
}

/// The answer to a transaction that asks for admission.
package enum Admission: Sendable {
    case waiting(WaitingTransaction)
    /// It waits since it came before.
    case repeated(WaitingTransaction)
    /// It breaks this rule.
    case rejected(Rejection)
    /// It was not looked at.
    case refused(Refusal)
}

/// Why the node looks at no transaction now.
package enum Refusal: Sendable, Equatable {
    case queueFull(bytes: Int, limit: Int)
    case senderQueueFull(AccountID, limit: Int)
    case notAccepting(String)
    /// So many signatures wait to be checked already.
    case busy
}

/// What came of a transaction before it is applied.
package enum Judgement: Sendable {
    /// Its fate was known without a look at its signatures.
    case foreseen(Admission)
    /// What the check of its signatures came to.
    case checked(Result<VerifiedTransaction, Rejection>)
}

/// Whether an engine takes transactions.
package enum Phase: Sendable, Equatable {
    case accepting
    /// The node is about to end; what waits is still committed.
    case stopping
    /// Something failed. It is tried again if `mayRecover`.
    case failed(String, mayRecover: Bool)

    var reason: String? {
        switch self {
        case .accepting: nil
        case .stopping: "the node is stopping"
        case .failed(let reason, _): reason
        }
    }
}

/// A block that is signed and not yet durable.
struct BlockToCommit: Sendable {
    let update: IndexUpdate
    let waiting: [WaitingTransaction]
    let receipts: [Receipt]
}

/// Who waits for the open block, and when it is due.
struct OpenWaiters {
    var waiting: [WaitingTransaction] = []
    /// By the monotonic clock; nil while nothing asks for a block.
    var dueAt: Milliseconds?
}

/// What an engine counts, for `/metrics`.
package struct EngineCounts: Sendable {
    package var admitted: UInt64 = 0
    package var duplicates: UInt64 = 0
    package var refused: UInt64 = 0
    package var rejected: [String: UInt64] = [:]
    package var blocks: UInt64 = 0
    package var committed: UInt64 = 0
    package var commitMilliseconds: UInt64 = 0
    package var failures: UInt64 = 0
}
