/// An account by its id, with the text of its handle where the node knows it.
package struct AccountRef: Codable, Sendable, Hashable {
    /// `laurel1…`.
    package var id: String
    /// `platform:name`; not part of the chain, checked against the id.
    package var handle: String?

    package init(
        id: String, handle: String? = nil
    ) {
        self.id = id
        self.handle = handle
    }
}

/// One account as of `height`. Amounts are minor units in decimal.
package struct AccountView: Codable, Sendable, Equatable {
    package var account: AccountRef
    /// `key`, `handle` or `threshold`.
    package var kind: String
    /// Its place in order of first appearance, which it keeps.
    package var index: Int
    /// The block after which all of this holds.
    package var height: UInt64
    /// The sequence that its next transaction must carry.
    package var sequence: UInt64
    package var balance: String
    /// What it was ever paid in rewards that matured.
    package var earned: String
    /// What its pending rewards sum to.
    package var pending: String
    package var pendingCount: Int
    /// Who may sign for it.
    package var authority: AuthorityView
    /// How many transactions it may still send in this epoch.
    package var allowance: AllowanceView
    /// Of `authority`, `issuer`, `arbiter`, `registrar`, those that the policy gives it.
    package var roles: [String]
    /// The account that took it over.
    package var mergedInto: AccountRef?
    /// The rewards that wait for their challenge window, oldest first; of more than 100 the newest.
    package var rewards: [PendingRewardView]
    /// Where older ones are found: the cursor of ``PendingPageView``; nil where these are all.
    package var next: String?

    package init(
        account: AccountRef, kind: String, index: Int, height: UInt64, sequence: UInt64, balance: String,
        earned: String, pending: String, pendingCount: Int, authority: AuthorityView, allowance: AllowanceView,
        roles: [String], mergedInto: AccountRef? = nil, rewards: [PendingRewardView], next: String? = nil
    ) {
        self.account = account
        self.kind = kind
        self.index = index
        self.height = height
        self.sequence = sequence
        self.balance = balance
        self.earned = earned
        self.pending = pending
        self.pendingCount = pendingCount
        self.authority = authority
        self.allowance = allowance
        self.roles = roles
        self.mergedInto = mergedInto
        self.rewards = rewards
        self.next = next
    }
}

/// A page of what is pending for an account.
package struct PendingPageView: Codable, Sendable, Equatable {
    package var account: AccountRef
    /// The block after which all of this holds.
    package var height: UInt64
    /// What all its pending rewards sum to, and how many they are.
    package var pending: String
    package var pendingCount: Int
    /// Newest first. There may be none, and yet a next page.
    package var rewards: [PendingRewardView]
    /// The cursor of the next page; nil on the last one.
    package var next: String?

    package init(
        account: AccountRef, height: UInt64, pending: String, pendingCount: Int, rewards: [PendingRewardView],
        next: String? = nil
    ) {
        self.account = account
        self.height = height
        self.pending = pending
        self.pendingCount = pendingCount
        self.rewards = rewards
        self.next = next
    }
}

/// Which keys sign for an account.
package struct AuthorityView: Codable, Sendable, Equatable {
    /// `none` (nobody can sign yet), `own` (its own key), `bound` (by a registrar), `explicit` (revealed or rotated).
    package var kind: String
    /// How many of the keys must sign.
    package var threshold: Int
    /// In hex.
    package var keys: [String]
    /// When a bound key begins to sign, ISO 8601.
    package var effectiveAt: String?
    package var effectiveAtMs: UInt64?

    package init(
        kind: String, threshold: Int, keys: [String], effectiveAt: String? = nil, effectiveAtMs: UInt64? = nil
    ) {
        self.kind = kind
        self.threshold = threshold
        self.keys = keys
        self.effectiveAt = effectiveAt
        self.effectiveAtMs = effectiveAtMs
    }
}

/// What an account may send in an epoch.
package struct AllowanceView: Codable, Sendable, Equatable {
    package var limit: UInt32
    package var used: UInt32
    /// ISO 8601.
    package var renewsAt: String
    package var renewsAtMs: UInt64

    package init(
        limit: UInt32, used: UInt32, renewsAt: String, renewsAtMs: UInt64
    ) {
        self.limit = limit
        self.used = used
        self.renewsAt = renewsAt
        self.renewsAtMs = renewsAtMs
    }
}

/// A reward that is still inside its challenge window.
package struct PendingRewardView: Codable, Sendable, Equatable {
    package var amount: String
    package var issuer: AccountRef
    /// The id of the transaction that issued it.
    package var transaction: String
    /// Its place among the credits of that transaction.
    package var credit: Int
    package var reason: String
    package var reference: String
    /// In hex.
    package var evidence: String?
    /// ISO 8601.
    package var maturesAt: String
    package var maturesAtMs: UInt64

    package init(
        amount: String, issuer: AccountRef, transaction: String, credit: Int, reason: String, reference: String,
        evidence: String? = nil, maturesAt: String, maturesAtMs: UInt64
    ) {
        self.amount = amount
        self.issuer = issuer
        self.transaction = transaction
        self.credit = credit
        self.reason = reason
        self.reference = reference
        self.evidence = evidence
        self.maturesAt = maturesAt
        self.maturesAtMs = maturesAtMs
    }
}

/// One line of a list of accounts.
package struct AccountSummary: Codable, Sendable, Equatable {
    package var account: AccountRef
    package var index: Int
    package var balance: String
    package var earned: String
    package var pendingCount: Int
    package var sequence: UInt64

    package init(
        account: AccountRef, index: Int, balance: String, earned: String, pendingCount: Int, sequence: UInt64
    ) {
        self.account = account
        self.index = index
        self.balance = balance
        self.earned = earned
        self.pendingCount = pendingCount
        self.sequence = sequence
    }
}

/// A page of a list of accounts.
package struct AccountsPage: Codable, Sendable, Equatable {
    package var accounts: [AccountSummary]
    /// The block after which the accounts had these balances, earned totals and pending rewards. It stays the same from page to page of an
    /// order by an amount, which is the order of that block.
    package var height: UInt64
    /// The cursor of the next page; nil on the last one.
    package var next: String?

    package init(
        accounts: [AccountSummary], height: UInt64, next: String? = nil
    ) {
        self.accounts = accounts
        self.height = height
        self.next = next
    }
}
