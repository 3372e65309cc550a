import LedgerCrypto

// Credits are looked at where they lie: taking one out of the array copies its texts.

/// In order of precedence, each rule for all credits before the next:
///
/// 1. The sender is an issuer.
/// 2. Each reason is in its scope.
/// 3. No amount is under the smallest.
/// 4. No recipient was merged into another.
/// 5. No reference is paid by an earlier transaction.
/// 6. No reference comes to more than the cap.
/// 7. The sum can be counted.
/// 8. The sum fits into what is left of the epoch's budget,
/// 9. and under the supply cap.
extension Reward {
    public func validate(sender: AccountID) throws(Rejection) {
        for index in credits.indices where credits[index].amount == .zero { throw .zeroAmount(credit: index) }
    }

    /// Of a long reward only what its first credits need: more would push one another out of the cache.
    public func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState) {
        for index in credits.indices.prefix(8) {
            state.prefetch(credits[index].to, round)
            state.prefetch(credits[index].digest, round)
        }
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        guard let issuer = context.issuer else { throw .notAnIssuer(context.senderID) }
        let terms = state.policy.issuers[issuer].terms
        for index in credits.indices where !terms.covers(credits[index].reason) {
            throw .outOfScope(credit: index, reason: credits[index].reason, scope: terms.scope)
        }
        for index in credits.indices { try state.requireLargeEnough(credits[index].amount, credit: index) }
        for index in credits.indices { try state.requireOpen(credits[index].to, credit: index) }
        for index in credits.indices {
            guard let payer = state.collections.references[credits[index].digest] else { continue }
            throw .referencePaid(
                credit: index, credits[index].reason, credits[index].reference, transaction: payer)
        }
        try checkCap(terms.capPerReference)
        guard let sum, let minted = state.totals.minted.adding(sum) else { throw .overflow }
        let spent = state.spent(by: context.sender, inEpoch: context.epoch)
        let left = terms.budgetPerEpoch.subtracting(spent) ?? .zero
        guard sum <= left else {
            throw .overBudget(sum: sum, left: left, renewsAt: state.origin.genesis.end(ofEpoch: context.epoch))
        }
        let inExistence = Amount(minted.units - state.totals.revoked.units)
        guard inExistence <= state.origin.genesis.supplyCap else {
            let room = state.origin.genesis.supplyCap.units - (inExistence.units - sum.units)
            throw .overSupplyCap(sum: sum, left: Amount(room))
        }
    }

    private func checkCap(_ cap: Amount) throws(Rejection) {
        var sums: [ReferenceDigest: Amount] = [:]
        for index in credits.indices {
            let (digest, amount) = (credits[index].digest, credits[index].amount)
            let soFar = credits.count == 1 ? Amount.zero : sums[digest, default: .zero]
            guard let sum = soFar.adding(amount), sum <= cap else {
                throw .overCap(credit: index, credits[index].reference, sum: soFar.adding(amount), cap: cap)
            }
            if credits.count > 1 { sums[digest] = sum }
        }
    }

    /// Nil where it is over 2¹²⁸−1.
    private var sum: Amount? {
        var sum = Amount.zero
        for index in credits.indices {
            guard let next = sum.adding(credits[index].amount) else { return nil }
            sum = next
        }
        return sum
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        guard let sum else { preconditionFailure("applied without the check") }
        let maturesAt = max(context.time.adding(state.policy.challengeWindow), state.totals.lastMaturesAt)
        state.totals.lastMaturesAt = maturesAt
        state.totals.minted += sum
        let spent = Amount(state.spent(by: context.sender, inEpoch: context.epoch).units + sum.units)
        state.setSpent(spent, by: context.sender, inEpoch: context.epoch)
        for index in credits.indices {
            let digest = credits[index].digest
            let record = RewardRecord(
                transaction: context.number, credit: UInt16(index), issuer: UInt32(context.sender),
                recipient: UInt32(state.register(credits[index].to)), amount: credits[index].amount,
                epoch: context.epoch, maturesAt: maturesAt, reference: digest)
            state.issue(record, id: context.id)
            if state.collections.references.pay(digest, by: context.number) {
                state.opened.changes.references.append(ReferenceRecord(reference: digest, transaction: context.number))
            }
        }
        state.mature(dueAt: context.time)
    }
}
