package import Ledger

/// A credit that was issued, with what became of it.
package struct RewardView: Codable, Sendable, Equatable {
    package var amount: String
    package var to: AccountRef
    package var issuer: AccountRef
    /// The id of the transaction that issued it, and its running number.
    package var transaction: String
    package var transactionNumber: UInt64
    /// Its place among the credits of that transaction, from 0.
    package var credit: Int
    package var reason: String
    package var reference: String
    /// In hex.
    package var evidence: String?
    /// `pending`, `matured` or `revoked`.
    package var status: String
    /// The block that issued it, and its time, ISO 8601.
    package var height: UInt64
    package var time: String
    package var timeMs: UInt64
    /// While it is pending, ISO 8601.
    package var maturesAt: String?
    package var maturesAtMs: UInt64?
    /// The id of the transaction that took it back.
    package var revokedBy: String?
    /// Why it was taken back.
    package var note: String?

    package init(
        amount: String, to: AccountRef, issuer: AccountRef, transaction: String, transactionNumber: UInt64, credit: Int,
        reason: String, reference: String, evidence: String? = nil, status: String, height: UInt64, time: String,
        timeMs: UInt64, maturesAt: String? = nil, maturesAtMs: UInt64? = nil, revokedBy: String? = nil,
        note: String? = nil
    ) {
        self.amount = amount
        self.to = to
        self.issuer = issuer
        self.transaction = transaction
        self.transactionNumber = transactionNumber
        self.credit = credit
        self.reason = reason
        self.reference = reference
        self.evidence = evidence
        self.status = status
        self.height = height
        self.time = time
        self.timeMs = timeMs
        self.maturesAt = maturesAt
        self.maturesAtMs = maturesAtMs
        self.revokedBy = revokedBy
        self.note = note
    }
}

/// A page of a walk through all rewards, oldest first.
package struct RewardsPage: Codable, Sendable, Equatable {
    /// The block after which all of this holds.
    package var height: UInt64
    /// There may be none, and yet a next page.
    package var rewards: [RewardView]
    /// The cursor of the next page; nil on the last one.
    package var next: String?

    package init(height: UInt64, rewards: [RewardView], next: String? = nil) {
        self.height = height
        self.rewards = rewards
        self.next = next
    }
}

/// Who was paid for a reference, by whom, and what became of it.
package struct PaidView: Codable, Sendable, Equatable {
    package var reference: String
    /// The block after which all of this holds.
    package var height: UInt64
    /// In the order in which they were issued, those that were taken back too.
    package var rewards: [RewardView]
    /// How many transactions that paid it before and were taken back are not shown; counted up to a thousand.
    package var earlier: Int

    package init(reference: String, height: UInt64, rewards: [RewardView], earlier: Int) {
        self.reference = reference
        self.height = height
        self.rewards = rewards
        self.earlier = earlier
    }
}

/// Which rewards a walk is to show.
package struct RewardFilter: Sendable, Equatable {
    package var issuer: AccountID?
    package var recipient: AccountID?
    package var reason: Reason?
    package var reference: Reference?
    /// By the time of the block that issued it: from this time on, and before that one.
    package var from: Timestamp?
    package var before: Timestamp?
    package var isPending = false

    package init() {}

    /// Whether a reward is one of those that were asked for.
    package func covers(_ reward: RewardView) -> Bool {
        func fits(_ wanted: (some CustomStringConvertible)?, _ got: String) -> Bool {
            (wanted?.description ?? got) == got
        }
        return fits(issuer, reward.issuer.id) && fits(recipient, reward.to.id) && fits(reason, reward.reason)
            && fits(reference, reward.reference) && from.map({ reward.timeMs >= $0.milliseconds }) ?? true
            && before.map({ reward.timeMs < $0.milliseconds }) ?? true && (!isPending || reward.status == "pending")
    }
}
