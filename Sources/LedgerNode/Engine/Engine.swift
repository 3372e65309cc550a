package import Ledger
package import LedgerCrypto

/// The one place where the chain's next state is made.
///
/// A transaction is applied to the open block the moment it is admitted, so its rules are judged once, against exactly the state
/// that it will be committed on. A block is sealed when it is full or due; blocks that are sealed wait in order for the disk, while
/// the next one is already open on top of them. Nothing is published before it is durable. If the disk fails, all that was
/// not yet durable is dropped and the state is loaded anew.
///
/// It decides and remembers; ``BlockBuilder`` waits and writes.
package actor Engine {
    let chain: Digest
    let genesis: Genesis
    let producer: SecretKey
    let clock: any NodeClock
    let limits: EngineLimits

    /// The block that transactions are applied to. It may be empty for long. Nil after a failure, until the state has been loaded anew.
    var block: OpenBlock?
    /// Who waits for it, in order of its transactions.
    var open = OpenWaiters()
    var sealed: [BlockToCommit] = []
    var phase = Phase.accepting
    /// Kept beside the phase, so that a failure while stopping does not make the node wait for a recovery.
    var isStopAsked = false
    /// Why nothing will ever be written again, once that is known.
    var lost: String?

    /// All that is not yet durable, by id.
    var waiting: [Digest: WaitingTransaction] = [:]
    var waitingBytes = 0
    /// Bytes of batches whose signatures are being checked. They are admitted next.
    var checkingBytes = 0
    var waitingPerSender: [AccountID: Int] = [:]
    var counts = EngineCounts()

    /// Yields when there may be something to do for the builder.
    package nonisolated let wakeups: AsyncStream<Void>
    nonisolated let wake: AsyncStream<Void>.Continuation

    /// - Parameter ledger: the state after the last durable block, which nobody else changes.
    package init(
        ledger: consuming LedgerState, producer: SecretKey, clock: any NodeClock, limits: EngineLimits = EngineLimits()
    ) {
        ledger.keepsPostings = true
        chain = ledger.chainID
        genesis = ledger.genesis
        self.producer = producer
        self.clock = clock
        self.limits = limits
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        if !ledger.policy.producers.contains(producer.publicKey) {
            phase = .failed(Self.notListed(producer.publicKey), mayRecover: false)
        }
        block = OpenBlock(on: ledger)
        wake.yield()
    }

    static func notListed(_ key: PublicKey) -> String {
        "the policy in force does not list this node's producer key \(key); blocks of it would not count"
    }

    /// From now on nothing is admitted; what waits is due at once.
    package func stop() {
        isStopAsked = true
        if phase == .accepting { phase = .stopping }
        if !open.waiting.isEmpty { open.dueAt = clock.monotonic }
        wake.yield()
    }

    /// What there is to say about an engine.
    package struct Status: Sendable {
        package let phase: Phase
        package let producer: PublicKey
        package let waiting: Int
        package let waitingBytes: Int
        package let sealedBlocks: Int
        package let counts: EngineCounts
        package let blockInterval: Milliseconds
    }

    package var status: Status {
        Status(
            phase: phase, producer: producer.publicKey, waiting: waiting.count, waitingBytes: waitingBytes,
            sealedBlocks: sealed.count, counts: counts, blockInterval: limits.blockInterval)
    }

    /// The transactions, by number, that pay a reference now, or did until something that is not yet durable took it back. One of them may
    /// not be durable itself.
    package func payers(of reference: ReferenceDigest) -> [UInt64] {
        let freed = sealed.flatMap { block in
            block.update.freedReferences.filter { $0.reference == reference }.map(\.transaction)
        }
        return freed + (block?.state.payers(of: reference) ?? [])
    }

    /// The transaction of this id that is not yet durable; nil where none is.
    package func waitingTransaction(_ id: Digest) -> WaitingTransaction? { waiting[id] }

    /// For each reference the number of the transaction that pays it, nil where it is free. One that is not durable yet counts too.
    package func standingPayers(of references: [ReferenceDigest]) -> [UInt64?] {
        references.map { block?.state.standingPayer(of: $0) ?? nil }
    }
}
