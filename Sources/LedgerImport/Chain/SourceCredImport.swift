package import Ledger
import LedgerCrypto

/// The import of a SourceCred ledger into a chain: of all of it into a fresh one, of what is new into one that holds its past.
package struct SourceCredImport {
    private let ledger: SourceCredLedger
    private let plan: ImportPlan
    private let keys: ImportKeys

    /// - Throws: the first event that does not follow those before it.
    package init(_ ledger: SourceCredLedger, keys: ImportKeys) throws(SourceCredFault) {
        self.ledger = ledger
        self.keys = keys
        plan = try ImportPlan(ledger, keys: keys.publicKeys)
    }

    /// Appends what the chain does not hold yet, a block for each event that comes to more than an attestation; attestations go into
    /// the next event's block.
    ///
    /// All of it is first built. Only when every event has passed, the blocks are handed to `commit` one by one, so a fault leaves the chain
    /// as it was.
    ///
    /// - Parameters:
    ///   - state: the chain's, at its head.
    ///   - history: gives the bytes of the chain's blocks from height 1 to the head, then nil. Not called on a chain without blocks.
    ///   - commit: makes a block durable.
    ///   - progress: called as it goes on.
    /// - Throws: ``ImportFault``, or what `history`, `commit` or a signature throws.
    package func run(
        on state: consuming LedgerState, history: () throws -> [UInt8]?, commit: (IndexUpdate) throws -> Void,
        progress: (ImportProgress) -> Void = { _ in }
    ) throws -> ImportedChain {
        try requireRoles(in: state.policy)
        let found = try findPast(upTo: state.height, history, progress)
        var blocks: [IndexUpdate] = []
        let after = try build(from: found, on: state, &blocks, progress)
        for (number, block) in blocks.enumerated() {
            progress(ImportProgress(phase: .writing, done: number, total: blocks.count))
            try commit(block)
        }
        return ImportedChain(report: report(found: found, blocks: blocks.count), state: after)
    }

    private func requireRoles(in policy: Policy) throws(ImportFault) {
        let keys = keys.publicKeys
        guard policy.producers.contains(keys.producer) else { throw .wrongKey(role: "producer", keys.producer) }
        guard policy.terms(of: .key(keys.issuer)) != nil else { throw .wrongKey(role: "issuer", keys.issuer) }
        guard policy.registrars.contains(.key(keys.registrar)) else {
            throw .wrongKey(role: "registrar", keys.registrar)
        }
    }

    /// How many of the plan's steps are on the chain.
    private func findPast(
        upTo height: UInt64, _ history: () throws -> [UInt8]?, _ progress: (ImportProgress) -> Void
    ) throws -> Int {
        var past = ImportedPast(ledger: ledger, plan: plan, keys: keys.publicKeys)
        var next: UInt64 = 1
        while next <= height {
            guard let bytes = try history() else { throw ImportFault.missingBlock(height: next, head: height) }
            let block: Block
            do throws(DecodingFault) { block = try Block(decoding: bytes) } catch {
                throw ImportFault.damagedBlock(height: next, error)
            }
            try past.read(block)
            progress(ImportProgress(phase: .comparing, done: Int(clamping: next), total: Int(clamping: height)))
            next += 1
        }
        try past.finish()
        return past.found
    }

    private func report(found: Int, blocks: Int) -> ImportReport {
        let new = plan.steps[found...].map(\.action.body)
        let lastEvent = found > 0 ? ledger.events[plan.steps[found - 1].event].number : 0
        return ImportReport(
            events: ledger.events.count, runningHash: ledger.events.last?.runningHash ?? .zero, found: found,
            blocks: blocks, bindings: new.count { $0 is Bind }, rewards: new.count { $0 is Reward },
            credits: new.reduce(0) { $0 + (($1 as? Reward)?.credits.count ?? 0) },
            transfers: new.count { $0 is Transfer }, merges: new.count { $0 is Merge },
            burns: new.count { $0 is Burn }, attestations: new.count { $0 is Attest }, quiet: quiet(from: found),
            skipped: plan.skipped.filter { $0.event > lastEvent }, handles: plan.handles)
    }

    private func quiet(from found: Int) -> [String: Int] {
        var steps = plan.steps[found...]
        var counts: [String: Int] = [:]
        while let step = steps.first {
            let ofEvent = steps.prefix { $0.event == step.event }
            if ofEvent.allSatisfy(\.isQuiet) { counts[ledger.events[step.event].type, default: 0] += 1 }
            steps = steps.dropFirst(ofEvent.count)
        }
        return counts
    }
}

/// What an import came to.
package struct ImportedChain: ~Copyable {
    package let report: ImportReport
    /// The state after its last block.
    package let state: LedgerState

    package consuming func takeState() -> LedgerState { state }
}

extension SourceCredImport {
    /// Signs and applies the steps from `first` on. A block holds steps of one event, as many as it may, and the attestations of the
    /// events before it.
    private func build(
        from first: Int, on state: consuming LedgerState, _ blocks: inout [IndexUpdate],
        _ progress: (ImportProgress) -> Void
    ) throws -> LedgerState {
        var state = state
        var next = first
        while next < plan.steps.count {
            let group = group(from: next)
            let time = max(ledger.events[plan.steps[group.upperBound - 1].event].time, state.totals.time)
            var block = OpenBlock(on: state)
            block.move(to: time)
            while next < group.upperBound {
                let verified = try sign(plan.steps[next], on: block.state)
                guard block.isEmpty || block.hasRoom(for: verified.byteCount) else { break }
                try apply(verified, of: ledger.events[plan.steps[next].event], to: &block)
                next += 1
            }
            progress(ImportProgress(phase: .signing, done: next - first, total: plan.steps.count - first))
            let closed = try block.seal(for: keys.producer.publicKey).sign(with: keys.producer).close()
            blocks.append(closed.update)
            state = closed.takeState()
        }
        return state
    }

    /// The steps that belong into one block, where they fit: up to the end of the first event that is more than attested.
    private func group(from first: Int) -> Range<Int> {
        let steps = plan.steps[first...]
        guard let loud = steps.firstIndex(where: { !$0.isQuiet }) else { return first..<steps.endIndex }
        let event = steps[loud].event
        return first..<(steps[loud...].firstIndex { $0.event != event } ?? steps.endIndex)
    }

    private func sign(_ step: ImportPlan.Step, on state: borrowing LedgerState) throws -> VerifiedTransaction {
        let sender = keys.publicKeys.account(of: step.sender)
        let transaction = Transaction(
            sender: sender, sequence: state.account(sender)?.sequence ?? 0, validUntil: state.totals.time,
            action: step.action)
        let bytes = try SignedTransaction(transaction, on: state.chainID, keys: keys.signers(of: step)).encoded
        return try VerifiedTransaction(decoding: bytes, on: state.chainID)
    }

    private func apply(
        _ verified: VerifiedTransaction, of event: SourceCredEvent, to block: inout OpenBlock
    ) throws(ImportFault) {
        let custodian = Authenticator(keys.custodian.publicKey)
        func requireCustody(of account: AccountID) throws(ImportFault) {
            guard let record = block.state.account(account), record.mergedInto == nil,
                record.authenticator(at: block.state.totals.time) != custodian
            else { return }
            throw .leftCustodian(event: event.number, uuid: event.uuid, account, name: plan.name(of: account))
        }
        let sender = verified.transaction.sender
        if sender.kind == .handle { try requireCustody(of: sender) }
        if let merge = verified.transaction.action.body as? Merge { try requireCustody(of: merge.into) }
        do throws(Rejection) { try block.apply(verified) } catch {
            throw .refused(event: event.number, uuid: event.uuid, error)
        }
    }
}
