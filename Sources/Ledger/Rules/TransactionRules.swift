public import LedgerCrypto

/// What the rules of an action look at beside the state.
public struct ApplyContext: Sendable {
    /// The sender's index.
    public let sender: Int
    public let senderID: AccountID
    /// The sender's place among the policy's issuers; nil where it is none.
    public let issuer: Int?
    /// The transaction's running number and id.
    public let number: UInt64
    public let id: Digest
    /// The block's time and its epoch.
    public let time: Timestamp
    public let epoch: UInt64
}

/// The rules for every transaction, in order of precedence:
///
/// - 20: it has not expired.
/// - 21 and 22: the sender is on the chain, and was not merged into another.
/// - 23: the sequence is the sender's next.
/// - 24: the witnesses are exactly those that the action needs. For a reveal 83 and 84 come first.
/// - 25: the sender's allowance of this epoch is not used up.
/// - 40…92: the rules of the action.
///
/// A transaction either passes them all and is applied whole, or changes nothing.
extension LedgerState {
    /// Applies a run of the open block up to its first fault, whichever half found it.
    mutating func apply(_ run: ExaminedRun) throws(BlockFault) {
        try apply(run, run.block.transactions)
        if let rejection = run.rejection {
            throw .transaction(index: run.range.lowerBound + run.count, rejection)
        }
    }

    private mutating func apply(_ run: ExaminedRun, _ transactions: [SignedTransaction]) throws(BlockFault) {
        prefetch(transactions, run.range)
        for offset in 0..<run.count {
            let index = run.range.lowerBound + offset
            do throws(Rejection) { try apply(transactions[index], id: run.hashes[offset].id) } catch {
                throw .transaction(index: index, error)
            }
        }
    }

    /// Applies a transaction whose signatures were checked, or assumed: those who call this know it by the type of what they have.
    /// Not inlined; ``ExaminedRun`` says why.
    ///
    /// - Throws: the first rule that does not hold; the state is as before then.
    @inline(never)
    mutating func apply(_ verified: borrowing SignedTransaction, id: Digest) throws(Rejection) {
        let context = try check(verified.transaction, verified.witnesses, id)
        change(account: context.sender) {
            $0.used = $0.used(inEpoch: context.epoch) + 1
            $0.epoch = context.epoch
            $0.sequence += 1
        }
        verified.transaction.apply(context, to: &self)
        totals.transactions += 1
        requireSums()
    }

    /// Checks a transaction against the open block.
    private func check(
        _ transaction: borrowing Transaction, _ witnesses: borrowing Witnesses, _ id: Digest
    ) throws(Rejection) -> ApplyContext {
        let (senderID, sequence) = (transaction.sender, transaction.sequence)
        guard totals.time <= transaction.validUntil else {
            throw .expired(validUntil: transaction.validUntil, time: totals.time)
        }
        guard let sender = index(of: senderID) else { throw .unknownSender(senderID) }
        if let into = accounts[sender].mergedInto {
            throw .senderClosed(senderID, mergedInto: accounts[Int(into)].id)
        }
        guard accounts[sender].sequence == sequence else {
            throw .wrongSequence(got: sequence, expected: accounts[sender].sequence)
        }
        let context = ApplyContext(
            sender: sender, senderID: senderID, issuer: policy.issuerIndex(of: senderID), number: totals.transactions,
            id: id, time: totals.time, epoch: origin.genesis.epoch(at: totals.time))
        try transaction.action.signers(context, in: self).check(witnesses)
        let allowance = context.issuer == nil ? policy.allowance : policy.issuerAllowance
        guard accounts[sender].used(inEpoch: context.epoch) < allowance else {
            throw .allowanceUsed(allowance: allowance, renewsAt: origin.genesis.end(ofEpoch: context.epoch))
        }
        try transaction.action.check(context, in: self)
        return context
    }

    /// The authenticator in force of an account that must sign.
    public func requireAuthenticator(of account: Int, at time: Timestamp) throws(Rejection) -> Authenticator {
        guard let authenticator = accounts[account].authenticator(at: time) else {
            throw .unauthorised(.nobody(accounts[account].id))
        }
        return authenticator
    }

    /// Rule 43, for whoever is to receive something.
    func requireOpen(_ recipient: AccountID, credit: Int? = nil) throws(Rejection) {
        guard let index = index(of: recipient), let into = accounts[index].mergedInto else { return }
        throw .recipientClosed(credit: credit, recipient, mergedInto: accounts[Int(into)].id)
    }

    /// Rule 42, for what is paid to somebody.
    func requireLargeEnough(_ amount: Amount, credit: Int? = nil) throws(Rejection) {
        guard amount >= policy.smallestAmount else {
            throw .belowSmallest(credit: credit, amount: amount, smallest: policy.smallestAmount)
        }
    }

    /// Rule 60.
    func requireBalance(_ amount: Amount, of account: Int) throws(Rejection) {
        guard amount <= accounts[account].balance else {
            throw .insufficientBalance(amount: amount, balance: accounts[account].balance)
        }
    }

    /// Rule 90.
    func requireAuthority(_ context: ApplyContext) throws(Rejection) {
        guard context.senderID == policy.authority else {
            throw .notTheAuthority(context.senderID, authority: policy.authority)
        }
    }

    /// Rule 80.
    func requireRegistrar(_ context: ApplyContext) throws(Rejection) {
        guard policy.registrars.contains(context.senderID) else { throw .notARegistrar(context.senderID) }
    }

    /// The policy as this block has changed it so far.
    var policySoFar: Policy { opened.nextPolicy ?? policy }
}
