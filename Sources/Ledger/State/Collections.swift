public import DequeModule
import LedgerCrypto

/// What the state root commits to, with what is derived from it for look-ups.
///
/// One value apart from the ``LedgerState`` that holds it, so that whoever copies a state copies whatever it will come to hold.
package struct Collections: Sendable {
    /// The policy in force for the next block.
    var policy: Policy
    var totals: Totals
    var accounts: [AccountRecord] = []
    var accountTable = HashTable()
    var spending: [Spending] = []
    /// The credits that are pending, oldest first; `pending[i]` is the credit with number `totals.settled + i`.
    var pending: Deque<RewardRecord> = []
    /// The numbers of pending credits that were revoked.
    var revokedPending: Set<UInt64> = []
    var pendingRewards = PendingRewards()
    var references = ReferenceTable()
    var trees = StateTrees()

    init(of genesis: Genesis) {
        policy = genesis.policy
        totals = Totals(time: genesis.time)
    }
}

/// What the open block has done so far.
package struct OpenChanges: Sendable {
    /// Boxed, since hardly a block has one, and a state is handed on with each.
    private indirect enum Boxed {
        case none
        case policy(Policy)
    }
    private var next = Boxed.none

    /// What a transaction has changed the policy to.
    var nextPolicy: Policy? {
        get { if case .policy(let policy) = next { policy } else { nil } }
        set { next = newValue.map { .policy($0) } ?? .none }
    }
    /// The accounts and the entries of spending that changed.
    var touchedAccounts = TouchedIndices()
    var touchedSpending = TouchedIndices()
    /// What was appended; hashed when the block is sealed.
    var changes = BlockChanges()
}

/// The sums that law 6 is about, renewed with each change. They wrap: as differences they are exact all the same.
package struct RunningSums: Sendable {
    var balances: UInt128 = 0
    /// Of the credits that are pending and not revoked.
    var pending: UInt128 = 0
    /// What the accounts' own counts of pending credits come to.
    var pendingCredits: UInt64 = 0
}

/// The collections as rules and readers name them.
extension LedgerState {
    public var policy: Policy { collections.policy }
    public internal(set) var totals: Totals {
        get { collections.totals }
        set { collections.totals = newValue }
    }
    public var accounts: [AccountRecord] { collections.accounts }
    public var spending: [Spending] { collections.spending }
    public var pending: Deque<RewardRecord> { collections.pending }
    public var revokedPending: Set<UInt64> { collections.revokedPending }
}
