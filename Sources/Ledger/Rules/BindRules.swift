/// The new key signs too. In order of precedence: 1. the sender is a registrar; 2. the handle has no key yet, not even one that waits.
extension Bind {
    public func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        Signers(try state.requireAuthenticator(of: context.sender, at: context.time), and: Authenticator(key))
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireRegistrar(context)
        if let record = state.account(.handle(handle)), record.authority != .initial { throw .alreadyBound(handle) }
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        let effectiveAt = context.time.adding(state.policy.bindDelay)
        let index = state.register(.handle(handle))
        state.change(account: index) { $0.authority = .bound(key, effectiveAt: effectiveAt) }
    }
}
