/// Of credits, in order of precedence: 1. the transaction has a credit that is pending and not revoked; 2. the sender is an arbiter, or
/// issued it and is an issuer still; 3. each index names a credit that is pending and not revoked.
///
/// Of a binding: 1. the sender is an arbiter; 2. the binding waits to take effect.
extension Revoke {
    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        let isArbiter = state.policy.arbiters.contains(context.senderID)
        switch target {
        case .credits(let transaction, let indices):
            guard let credits = state.pendingCredits(of: transaction),
                credits.contains(where: { !state.collections.revokedPending.contains($0) })
            else { throw .notPending(transaction: transaction) }
            let isIssuer =
                state.credit(credits.lowerBound).issuer == context.sender
                && state.policy.terms(of: context.senderID) != nil
            guard isArbiter || isIssuer else { throw .mayNotRevoke(context.senderID) }
            for index in indices {
                let number = credits.lowerBound + UInt64(index)
                guard credits.contains(number), !state.collections.revokedPending.contains(number) else {
                    throw .creditNotPending(index: Int(index), transaction: transaction)
                }
            }
        case .binding(let account):
            guard isArbiter else { throw .mayNotRevoke(context.senderID) }
            guard let record = state.account(account), case .bound(_, let effectiveAt) = record.authority,
                effectiveAt > context.time
            else { throw .notBinding(account) }
        }
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        switch target {
        case .credits(let transaction, let indices):
            guard let credits = state.pendingCredits(of: transaction) else {
                preconditionFailure("applied without the check")
            }
            for index in indices { state.revoke(credits.lowerBound + UInt64(index), by: context) }
            state.freeReferences(of: credits)
        case .binding(let account):
            guard let index = state.index(of: account) else { preconditionFailure("applied without the check") }
            state.change(account: index) { $0.authority = .initial }
        }
    }
}

extension LedgerState {
    /// Takes back one pending credit and, within the epoch of its issue, returns it to the issuer's budget.
    fileprivate mutating func revoke(_ number: UInt64, by context: ApplyContext) {
        let record = credit(number)
        collections.revokedPending.insert(number)
        sums.pending &-= record.amount.units
        opened.changes.revocations.append(
            RevocationRecord(transaction: record.transaction, credit: record.credit, by: context.number))
        change(account: Int(record.recipient)) { $0.pending -= 1 }
        totals.revoked += record.amount
        let issuer = Int(record.issuer)
        if record.epoch == context.epoch, let index = spendingIndex(of: issuer),
            collections.spending[index].epoch == context.epoch
        {
            setSpent(
                Amount(collections.spending[index].spent.units - record.amount.units), by: issuer,
                inEpoch: context.epoch)
        }
        self.record(
            .revoked, from: .pending(record.recipient), to: .revoked, record.amount, record.transaction, record.credit)
    }

    /// Frees each reference of a transaction of which no credit stands. All its credits mature at one moment, so all are in `credits`.
    fileprivate mutating func freeReferences(of credits: Range<UInt64>) {
        var kept: Set<ReferenceDigest> = []
        for number in credits where !collections.revokedPending.contains(number) {
            kept.insert(credit(number).reference)
        }
        for number in credits {
            let record = credit(number)
            guard !kept.contains(record.reference), collections.references[record.reference] == record.transaction
            else {
                continue
            }
            setReference(record.reference, to: nil)
            opened.changes.freedReferences.append(
                ReferenceRecord(reference: record.reference, transaction: record.transaction))
        }
    }
}
