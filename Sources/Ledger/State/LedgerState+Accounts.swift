import LedgerCrypto

extension LedgerState {
    /// The index of an account; nil where the chain does not know it.
    public func index(of id: AccountID) -> Int? {
        collections.accountTable.find(id) { collections.accounts[Int($0)].id == id }.map { Int($0) }
    }

    public func account(_ id: AccountID) -> AccountRecord? {
        index(of: id).map { accounts[$0] }
    }

    /// Those of many, in their order.
    package func accounts(of ids: [AccountID]) -> [AccountRecord?] { ids.map { account($0) } }

    /// Appends an account unless it is there, and returns its index.
    mutating func register(_ id: AccountID) -> Int {
        if let index = index(of: id) { return index }
        let index = accounts.count
        precondition(index < UInt32.max, "an account index is 32 bits wide")
        collections.accounts.append(AccountRecord(id: id))
        collections.accountTable.insert(UInt32(index), for: id)
        opened.touchedAccounts.insert(index)
        return index
    }

    /// Changes an account in place and remembers that it did.
    mutating func change(account index: Int, _ change: (inout AccountRecord) -> Void) {
        opened.touchedAccounts.insert(index)
        let (balance, pending) = (collections.accounts[index].balance, collections.accounts[index].pending)
        change(&collections.accounts[index])
        sums.balances = sums.balances &+ collections.accounts[index].balance.units &- balance.units
        sums.pendingCredits = sums.pendingCredits &+ UInt64(collections.accounts[index].pending) &- UInt64(pending)
    }

    /// Law 6, at the cost of a sum: balances and pending credits are what was minted less what was revoked and burned, and each pending
    /// credit is counted with its recipient.
    func requireSums() {
        precondition(
            sums.balances &+ sums.pending == totals.minted.units &- totals.revoked.units &- totals.burned.units,
            "balances + pending = minted − revoked − burned")
        precondition(
            sums.pendingCredits == UInt64(collections.pending.count - collections.revokedPending.count),
            "the accounts' counts of pending credits come to as many as are pending")
    }

    /// What an issuer has spent in `epoch`.
    public func spent(by account: Int, inEpoch epoch: UInt64) -> Amount {
        guard let index = spendingIndex(of: account), spending[index].epoch == epoch else { return .zero }
        return spending[index].spent
    }

    /// Issuers are few, so their entries are looked through.
    func spendingIndex(of account: Int) -> Int? {
        spending.firstIndex { $0.account == account }
    }

    mutating func setSpent(_ amount: Amount, by account: Int, inEpoch epoch: UInt64) {
        let entry = Spending(account: UInt32(account), epoch: epoch, spent: amount)
        if let index = spendingIndex(of: account) {
            collections.spending[index] = entry
            opened.touchedSpending.insert(index)
        } else {
            collections.spending.append(entry)
            opened.touchedSpending.insert(spending.count - 1)
        }
    }

    mutating func setReference(_ reference: ReferenceDigest, to transaction: UInt64?) {
        collections.references[reference] = transaction
    }

    /// The transaction that pays a reference, by running number.
    public func payer(of reason: Reason, _ reference: Reference) -> UInt64? {
        collections.references[ReferenceDigest(reason, reference)]
    }
}
