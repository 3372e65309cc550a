import LedgerCrypto

extension LedgerState {
    /// The index of an account; nil where the chain does not know it.
    ///
    /// Inlined, since a call would copy the whole value where it is being changed.
    @inline(__always)
    public func index(of id: AccountID) -> Int? {
        accountTable.find(id) { accounts[Int($0)].id == id }.map { Int($0) }
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
        accounts.append(AccountRecord(id: id))
        accountTable.insert(UInt32(index), for: id)
        touchedAccounts.insert(index)
        return index
    }

    /// Changes an account in place and remembers that it did.
    mutating func change(account index: Int, _ change: (inout AccountRecord) -> Void) {
        touchedAccounts.insert(index)
        change(&accounts[index])
    }

    /// What an issuer has spent in `epoch`. Inlined as ``index(of:)`` is.
    @inline(__always)
    public func spent(by account: Int, inEpoch epoch: UInt64) -> Amount {
        guard let index = spendingIndex(of: account), spending[index].epoch == epoch else { return .zero }
        return spending[index].spent
    }

    /// Issuers are few, so their entries are looked through.
    @inline(__always)
    func spendingIndex(of account: Int) -> Int? {
        spending.firstIndex { $0.account == account }
    }

    mutating func setSpent(_ amount: Amount, by account: Int, inEpoch epoch: UInt64) {
        let entry = Spending(account: UInt32(account), epoch: epoch, spent: amount)
        if let index = spendingIndex(of: account) {
            spending[index] = entry
            touchedSpending.insert(index)
        } else {
            spending.append(entry)
            touchedSpending.insert(spending.count - 1)
        }
    }

    mutating func setReference(_ reference: ReferenceDigest, to transaction: UInt64?) {
        references[reference] = transaction
    }

    /// The transaction that pays a reference, by running number.
    public func payer(of reason: Reason, _ reference: Reference) -> UInt64? {
        references[ReferenceDigest(reason, reference)]
    }
}
