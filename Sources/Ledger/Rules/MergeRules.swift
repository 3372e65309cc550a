/// Both accounts sign. In order of precedence: 1. the other account was not itself merged; 2. no rewards to the sender are pending.
extension Merge {
    public func validate(sender: AccountID) throws(Rejection) {
        guard into != sender else { throw .toOneself(sender) }
    }

    public func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        let own = try state.requireAuthenticator(of: context.sender, at: context.time)
        guard let other = state.index(of: into) else { throw .unauthorised(.nobody(into)) }
        return Signers(own, and: try state.requireAuthenticator(of: other, at: context.time))
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireOpen(into)
        let pending = state.accounts[context.sender].pending
        guard pending == 0 else { throw .rewardsPending(context.senderID, count: pending) }
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        guard let target = state.index(of: into) else { preconditionFailure("applied without the check") }
        let moved = state.accounts[context.sender]
        state.change(account: context.sender) {
            $0.balance = .zero
            $0.earned = .zero
            $0.mergedInto = UInt32(target)
        }
        state.change(account: target) {
            $0.balance += moved.balance
            $0.earned += moved.earned
        }
        guard moved.balance > .zero else { return }
        state.record(
            .merged, from: .balance(UInt32(context.sender)), to: .balance(UInt32(target)), moved.balance,
            context.number)
    }
}
