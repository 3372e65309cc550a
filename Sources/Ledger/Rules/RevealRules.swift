/// In order of precedence, before the witnesses are looked at: 1. the policy is the one that the sender's id is the hash of; 2. it was
/// not revealed before. The policy's own keys sign.
extension Reveal {
    public func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        let account = AccountID.threshold(policy)
        guard account == context.senderID else { throw .policyMismatch(context.senderID, got: account) }
        guard state.accounts[context.sender].authority == .initial else { throw .alreadyRevealed(context.senderID) }
        return Signers(policy)
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {}

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        state.change(account: context.sender) { $0.authority = .explicit(policy) }
    }
}
