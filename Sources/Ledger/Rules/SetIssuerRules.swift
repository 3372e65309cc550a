/// In order of precedence: 1. the sender is the authority; 2. an issuer that is removed is listed; 3. there is room for one that is added.
extension SetIssuer {
    public func validate(sender: AccountID) throws(Rejection) {
        if let fault = terms?.faults().first { throw .invalidPolicy(fault) }
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireAuthority(context)
        let policy = state.policySoFar
        let isListed = policy.issuerIndex(of: account) != nil
        guard terms != nil || isListed else { throw .unknownIssuer(account) }
        let limit = Policy.issuerRange.upperBound
        guard terms == nil || isListed || policy.issuers.count < limit else { throw .tooManyIssuers(limit: limit) }
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        state.opened.nextPolicy = state.policySoFar.setting(account, to: terms)
        if terms != nil { _ = state.register(account) }
    }
}
