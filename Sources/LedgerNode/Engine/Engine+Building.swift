import Ledger
import LedgerCrypto

extension Engine {
    /// The next block for the disk: the oldest that is sealed, or the open one if it is due. It stays first until it is settled.
    func nextBlock() -> BlockToCommit? {
        if let first = sealed.first { return first }
        guard phase == .accepting || phase == .stopping else { return nil }
        if open.waiting.isEmpty, let next = nextDue, next <= clock.wall { renewTime() }
        guard let dueAt = open.dueAt, dueAt <= clock.monotonic else { return nil }
        sealOpenBlock()
        return sealed.first
    }

    /// How long until a block may be due, or a failure is to be retried; nil where only a new transaction changes anything.
    func delay() -> Milliseconds? {
        if case .failed(_, let mayRecover) = phase { return mayRecover ? Self.retryDelay : nil }
        let monotonic = clock.monotonic.count
        if let dueAt = open.dueAt { return Milliseconds(dueAt.count > monotonic ? dueAt.count - monotonic : 0) }
        guard let next = nextDue?.milliseconds else { return nil }
        let wall = clock.wall.milliseconds
        return Milliseconds(next > wall ? next - wall : 0)
    }

    private var nextDue: Timestamp? { block?.state.nextDue ?? nil }

    private static let retryDelay = Milliseconds.seconds(5)

    /// Whether a stopping engine has nothing left to commit.
    var isDone: Bool {
        switch phase {
        case .accepting: false
        case .stopping: sealed.isEmpty && open.waiting.isEmpty
        case .failed: sealed.isEmpty && isStopAsked
        }
    }

    /// Signs the open block and opens the next on top of it.
    func sealOpenBlock() {
        guard let block = block.take() else { return }
        let closed: ClosedBlock
        do { closed = try block.seal(for: producer.publicKey).sign(with: producer).close() } catch {
            return fail("the block can't be signed: \(error)", mayRecover: true)
        }
        let update = closed.update
        let senders = closed.state.accounts(of: open.waiting.map(\.sender))
        let shared = SharedHeader(closed.signedHeader)
        let receipts = zip(open.waiting, senders).enumerated().map { index, pair in
            let (one, sender) = pair
            return Receipt(
                id: one.id, number: update.firstTransaction + UInt64(index), block: shared, index: index,
                sender: one.sender, balance: sender?.balance ?? .zero, nextSequence: sender?.sequence ?? 0)
        }
        sealed.append(BlockToCommit(update: update, waiting: open.waiting, receipts: receipts))
        open = OpenWaiters()
        if !closed.state.policy.producers.contains(producer.publicKey), phase == .accepting {
            phase = .failed(Self.notListed(producer.publicKey), mayRecover: false)
        }
        self.block = OpenBlock(on: closed.takeState())
    }

    /// The first sealed block is durable: its waiters learn it.
    func committed(after milliseconds: UInt64) {
        let block = sealed.removeFirst()
        for (one, receipt) in zip(block.waiting, block.receipts) {
            forget(one)
            one.tell(.committed(receipt))
        }
        counts.blocks += 1
        counts.committed += UInt64(block.waiting.count)
        counts.commitMilliseconds += milliseconds
        if sealed.isEmpty, let lost { fail(lost, mayRecover: false) }
    }

    /// What the node would write to is gone. Nothing more is admitted or sealed; a block that the disk has right now is still brought to its end by whoever
    /// waits for it, who looks at the files too.
    func lose(_ reason: String) {
        lost = reason
        if sealed.isEmpty { fail(reason, mayRecover: false) } else { phase = .failed(reason, mayRecover: false) }
    }

    /// Drops all that is not durable: what becomes of it is unknown. Until ``recover(with:)`` nothing is admitted.
    func fail(_ reason: String, mayRecover: Bool) {
        phase = .failed(reason, mayRecover: mayRecover)
        counts.failures += 1
        sealed.removeAll()
        block = nil
        open = OpenWaiters()
        for one in waiting.values { one.tell(.unknown(reason)) }
        waiting.removeAll()
        waitingPerSender.removeAll()
        waitingBytes = 0
        wake.yield()
    }

    /// Goes on from the state after the last durable block.
    func recover(with state: consuming LedgerState) {
        state.keepsPostings = true
        phase = isStopAsked ? .stopping : .accepting
        if !state.policy.producers.contains(producer.publicKey) {
            phase = .failed(Self.notListed(producer.publicKey), mayRecover: false)
        }
        block = OpenBlock(on: state)
        if let lost { phase = .failed(lost, mayRecover: false) }
        wake.yield()
    }

    private func forget(_ one: WaitingTransaction) {
        waiting[one.id] = nil
        waitingBytes -= one.bytes.count
        guard let place = waitingPerSender.index(forKey: one.sender) else { return }
        waitingPerSender.values[place] -= 1
        if waitingPerSender.values[place] == 0 { waitingPerSender.remove(at: place) }
    }
}
