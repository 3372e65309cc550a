/// No rule of its own, and nothing changes but what every transaction changes.
extension Attest {
    public func check(_ context: ApplyContext, in state: borrowing LedgerState) {}

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {}
}
