/// The sender is the authority.
extension SetPolicy {
    public func validate(sender: AccountID) throws(Rejection) {
        if let fault = policy.faults.first { throw .invalidPolicy(fault) }
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireAuthority(context)
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        state.opened.nextPolicy = policy
        for account in policy.namedAccounts { _ = state.register(account) }
    }
}
