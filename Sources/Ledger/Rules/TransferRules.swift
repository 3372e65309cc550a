/// In order of precedence: 1. not under the smallest amount; 2. the recipient was not merged into another; 3. the balance is enough.
extension Transfer {
    public func validate(sender: AccountID) throws(Rejection) {
        guard amount > .zero else { throw .zeroAmount(credit: nil) }
        guard to != sender else { throw .toOneself(sender) }
    }

    public func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState) { state.prefetch(to, round) }

    public func check(_ context: ApplyContext, in state: borrowing LedgerState) throws(Rejection) {
        try state.requireLargeEnough(amount)
        try state.requireOpen(to)
        try state.requireBalance(amount, of: context.sender)
    }

    public func apply(_ context: ApplyContext, to state: inout LedgerState) {
        let recipient = state.register(to)
        state.change(account: context.sender) { $0.balance -= amount }
        state.change(account: recipient) { $0.balance += amount }
        state.record(
            .transferred, from: .balance(UInt32(context.sender)), to: .balance(UInt32(recipient)), amount,
            context.number)
    }
}
