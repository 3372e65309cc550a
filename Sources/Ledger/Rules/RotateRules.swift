/// The old authenticator and the new one both sign; there is no further rule.
extension Rotate {
    public func signers(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) -> Signers {
        Signers(try state.requireAuthenticator(of: context.sender, at: context.time), and: to)
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {}

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        state.change(account: context.sender) { $0.authority = .explicit(to) }
    }
}
