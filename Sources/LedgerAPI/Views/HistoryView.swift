/// What happened to an account, newest first.
package struct HistoryPage: Codable, Sendable, Equatable {
    package var account: AccountRef
    package var entries: [HistoryEntryView]
    /// The cursor of the next page; nil on the last one.
    package var next: String?

    package init(
        account: AccountRef, entries: [HistoryEntryView], next: String? = nil
    ) {
        self.account = account
        self.entries = entries
        self.next = next
    }
}

/// One change of an account: a posting as seen from it, with what it was for.
package struct HistoryEntryView: Codable, Sendable, Equatable {
    /// The number of the posting.
    package var number: UInt64
    /// `issued`, `matured`, `revoked`, `transferred`, `burned` or `merged`.
    package var kind: String
    /// In minor units.
    package var amount: String
    /// The amount with its sign where it changes the balance; `0` where it does not.
    package var balanceChange: String
    /// The amount with its sign where it changes what is pending; `0` where it does not.
    package var pendingChange: String
    /// The issuer of a reward, or the other side of a transfer or merge.
    package var counterpart: AccountRef?
    /// What a reward was for.
    package var reason: String?
    package var reference: String?
    /// In hex.
    package var evidence: String?
    /// Why a reward was revoked.
    package var note: String?
    /// The id of the transaction that it comes from; of a maturity, of the one that issued the reward.
    package var transaction: String
    package var transactionNumber: UInt64
    /// The credit of that transaction.
    package var credit: Int?
    /// The id of the transaction that revoked the reward.
    package var revokedBy: String?
    /// The id of the transaction that had paid the same reference before and was revoked.
    package var replaces: String?
    /// The block in which it happened.
    package var height: UInt64
    /// That block’s time, ISO 8601.
    package var time: String
    package var timeMs: UInt64

    package init(
        number: UInt64, kind: String, amount: String, balanceChange: String, pendingChange: String,
        counterpart: AccountRef? = nil, reason: String? = nil, reference: String? = nil, evidence: String? = nil,
        note: String? = nil, transaction: String, transactionNumber: UInt64, credit: Int? = nil,
        revokedBy: String? = nil, replaces: String? = nil, height: UInt64, time: String, timeMs: UInt64
    ) {
        self.number = number
        self.kind = kind
        self.amount = amount
        self.balanceChange = balanceChange
        self.pendingChange = pendingChange
        self.counterpart = counterpart
        self.reason = reason
        self.reference = reference
        self.evidence = evidence
        self.note = note
        self.transaction = transaction
        self.transactionNumber = transactionNumber
        self.credit = credit
        self.revokedBy = revokedBy
        self.replaces = replaces
        self.height = height
        self.time = time
        self.timeMs = timeMs
    }
}
