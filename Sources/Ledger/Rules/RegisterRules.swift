/// In order of precedence: 1. the sender is a registrar; 2. the account is new.
extension Register {
    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireRegistrar(context)
        guard state.index(of: account) == nil else { throw .accountExists(account) }
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        _ = state.register(account)
    }
}
