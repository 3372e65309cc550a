import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore

/// What the node does, and what the model expects of it.
extension Simulation {
    /// Sends something and compares the answer with what the model expects.
    mutating func send(_ sent: Sent) async throws {
        recent.append(sent)
        if recent.count > 200 { recent.removeFirst(100) }
        let expected = expect(sent)
        let got = await bench.admit(sent.bytes)
        let name: String
        switch got {
        case .waiting(let one):
            name = "accepted"
            if expected == "accepted" {
                let sender = sent.transaction.sender
                waiting.append(.init(waiting: one, id: one.id, height: open.height + 1, sender: sender))
            }
        case .repeated: name = "waiting"
        case .rejected(let rejection): name = rejection.name
        case .refused(.senderQueueFull): name = "senderQueueFull"
        case .refused(.notAccepting): name = "notAccepting"
        case .refused(.queueFull): name = "queueFull"
        case .refused(.busy): name = "busy"
        case nil: name = "no node"
        }
        guard name == expected else {
            throw Difference("\(sent.transaction.action.name): the node says \(name), the model \(expected)")
        }
        if expected == "accepted" { report.accepted += 1 } else { report.rejected[expected, default: 0] += 1 }
    }

    private mutating func expect(_ sent: Sent) -> String {
        if hasFailed { return "notAccepting" }
        if let flaw = sent.flaw { return flaw }
        let id = sent.transaction.id(on: community.genesis.chainID)
        if waiting.contains(where: { $0.id == id }) { return "waiting" }
        let sender = sent.transaction.sender
        if waiting.count(where: { $0.sender == sender }) >= bench.limits.queuePerSender { return "senderQueueFull" }
        if openCount >= open.rules.blockTransactions { sealOpen() }
        if openCount == 0 { renewTime() }
        if let rule = open.judge(sent.transaction, signers: sent.signers) { return rule }
        open.apply(sent.transaction, id: id)
        if sent.transaction.action.body is Reward { paid.append(id) }
        openCount += 1
        dueAt = dueAt ?? bench.clock.monotonic.count + bench.limits.blockInterval.count
        return "accepted"
    }

    /// An empty open block moves to the present. If something matures by that, a block is due.
    private mutating func renewTime() {
        let before = open.pending.count
        open.open(at: max(bench.clock.wall.milliseconds, open.time))
        if open.pending.count != before { dueAt = dueAt ?? bench.clock.monotonic.count }
    }

    private mutating func sealOpen() {
        open.seal()
        sealed.append(open)
        openCount = 0
        dueAt = nil
    }

    /// Lets the block interval pass and the node write what is due.
    mutating func build() async throws {
        if hasFailed {
            let height = try bench.node?.store.head()?.header.height ?? 0
            let failures = await bench.failures
            await bench.build()
            // Only who has recovered can fail again.
            let (phase, later) = (await bench.phase, await bench.failures)
            guard phase == .accepting || later > failures else { return }
            try adopt(height)
        } else {
            await bench.build()
        }
        // Everything sealed, then the open block as often as it is due.
        while true {
            if openCount == 0, let next = open.pending.first, next.maturesAt <= bench.clock.wall.milliseconds {
                renewTime()
            }
            guard let due = dueAt, due <= bench.clock.monotonic.count else { break }
            sealOpen()
        }
        if case .failed = await bench.phase {
            hasFailed = true
            try await compareOutcomes()
            return
        }
        try await compareOutcomes()
        if let last = sealed.last {
            let touched = sealed.reduce(into: Set<AccountID>()) { $0.formUnion($1.touched) }
            durable = last
            durable.touched = []
            open.touched = []
            sealed = []
            try compare(touched)
        }
    }

    /// After a failure or a restart the node stands at one of the blocks that it tried to write, and not before one that it promised.
    mutating func adopt(_ height: UInt64) throws {
        guard let model = ([durable] + sealed).first(where: { $0.height == height }) else {
            throw Difference("the node goes on from block \(height), the model knows \(durable.height) and later ones")
        }
        durable = model
        durable.touched = []
        open = durable
        sealed = []
        openCount = 0
        dueAt = nil
        waiting = []
        hasFailed = false
    }

    /// Each transaction that waited for a block that was written has its receipt, in the block and with the balance that the model says.
    private mutating func compareOutcomes() async throws {
        var left: [SentTransaction] = []
        for sent in waiting {
            let isDue = hasFailed || sent.height <= (sealed.last?.height ?? durable.height)
            guard isDue else {
                left.append(sent)
                continue
            }
            switch await sent.waiting.outcome() {
            case .committed(let receipt):
                promised[receipt.id] = receipt.header
                guard let model = sealed.first(where: { $0.height == sent.height }),
                    receipt.header.header.height == sent.height,
                    receipt.header.header.time.milliseconds == model.time,
                    model.accounts[sent.sender]?.balance == receipt.balance.units,
                    model.accounts[sent.sender]?.sequence == receipt.nextSequence
                else { throw Difference("the receipt \(receipt) is not what the model says") }
            case .unknown(let reason):
                guard hasFailed else { throw Difference("unknown: \(reason)") }
            }
        }
        waiting = left
        guard hasFailed, let last = promised.values.map(\.header.height).max(), last > durable.height else { return }
        // A block before the one that failed was promised: the node can't go back behind it.
        let index = sealed.firstIndex { $0.height == last } ?? 0
        durable = sealed[index]
        sealed.removeFirst(index + 1)
    }
}
