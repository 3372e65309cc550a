import LedgerCrypto

extension LedgerState {
    /// Why the open block could not hold a transaction, whatever its signatures are worth: rules 20…25, in their order. Nil where its
    /// signatures decide, or the rules of its action.
    ///
    /// It looks at what the transaction says and changes nothing, so it costs a look-up and no signature check. What it refuses,
    /// ``apply(_:)`` would refuse in the same words. One that is let through needs no more checks than the authenticators in force have
    /// keys: their keys stand beside its signatures, and no others do.
    ///
    /// - Parameters:
    ///   - time: the time of the block.
    ///   - window: how far ahead of the sender's next sequence it may be, since others of that sender may be on their way before it.
    package func foreseenRejection(
        of signed: borrowing SignedTransaction, at time: Timestamp, window: UInt64
    ) -> Rejection? {
        do throws(Rejection) { try foresee(signed, at: time, window: window) } catch { return error }
        return nil
    }

    private func foresee(
        _ signed: borrowing SignedTransaction, at time: Timestamp, window: UInt64
    ) throws(Rejection) {
        let transaction = signed.transaction
        let senderID = transaction.sender
        guard time <= transaction.validUntil else {
            throw .expired(validUntil: transaction.validUntil, time: time)
        }
        guard let sender = index(of: senderID) else { throw .unknownSender(senderID) }
        let record = accounts[sender]
        if let into = record.mergedInto { throw .senderClosed(senderID, mergedInto: accounts[Int(into)].id) }
        guard transaction.sequence >= record.sequence, transaction.sequence - record.sequence <= window else {
            throw .wrongSequence(got: transaction.sequence, expected: record.sequence)
        }
        // Who must sign depends on neither the running number nor the id, which the transaction does not have yet.
        let context = ApplyContext(
            sender: sender, senderID: senderID, issuer: policy.issuerIndex(of: senderID), number: totals.transactions,
            id: .zero, time: time, epoch: origin.genesis.epoch(at: time))
        try transaction.action.signers(context, in: self).check(signed.witnesses)
        let allowance = context.issuer == nil ? policy.allowance : policy.issuerAllowance
        guard record.used(inEpoch: context.epoch) < allowance else {
            throw .allowanceUsed(allowance: allowance, renewsAt: origin.genesis.end(ofEpoch: context.epoch))
        }
    }
}
