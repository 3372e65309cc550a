/// The balance is enough.
extension Burn {
    public func validate(sender: AccountID) throws(Rejection) {
        guard amount > .zero else { throw .zeroAmount(credit: nil) }
    }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireBalance(amount, of: context.sender)
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        state.change(account: context.sender) { $0.balance -= amount }
        state.totals.burned += amount
        state.record(.burned, from: .balance(UInt32(context.sender)), to: .burned, amount, context.number)
    }
}
