public import DequeModule
public import LedgerCrypto

/// The state after a block: what the rules look at, and all that the state root commits to.
///
/// It is a value that only blocks change. The collections are dense arrays in order of first appearance, so that an account keeps
/// its index for ever; what only grows is kept as a ``Frontier``. Records change in memory as transactions apply; the
/// trees over them are renewed once a block, when the block is sealed.
public struct LedgerState: Sendable {
    public let genesis: Genesis
    public let chainID: Digest

    /// The last block's height and hash; 0 and the chain id before the first.
    public internal(set) var height: UInt64 = 0
    public internal(set) var head: Digest
    /// The RFC 6962 tree over the hashes of all blocks so far, the genesis's first.
    public internal(set) var history = Frontier()

    /// The policy in force for the next block.
    public internal(set) var policy: Policy
    /// What a transaction of the open block has changed it to.
    var nextPolicy: Policy?
    public internal(set) var totals: Totals

    public internal(set) var accounts: [AccountRecord] = []
    var accountTable = HashTable()
    public internal(set) var spending: [Spending] = []
    /// The credits that are pending, oldest first; `rewards[i]` is the credit with number `totals.settled + i`.
    public internal(set) var pending: Deque<RewardRecord> = []
    /// The numbers of pending credits that were revoked.
    public internal(set) var revokedPending: Set<UInt64> = []
    var pendingRewards = PendingRewards()
    var references = ReferenceTable()

    var trees = StateTrees()
    /// The accounts and the entries of spending that the open block has changed.
    var touchedAccounts = TouchedIndices()
    var touchedSpending = TouchedIndices()
    /// What the open block has appended; hashed when it is sealed.
    var block = BlockChanges()
    /// Whether changes of balances are written down as postings: an index wants them, a bare replay does not.
    package var keepsPostings = false

    /// Nothing but the genesis's values: no account, no history.
    init(empty genesis: Genesis) {
        self.genesis = genesis
        chainID = genesis.chainID
        head = chainID
        policy = genesis.policy
        totals = Totals(time: genesis.time)
    }

    /// The state at height 0.
    public init(genesis: Genesis) {
        self.init(empty: genesis)
        history.append(chainID.withUnsafeBytes { MerkleHash.leaf($0) })
        for account in policy.namedAccounts { _ = register(account) }
        _ = seal()
        block = BlockChanges()
    }
}

/// What one block appended and touched, as the trees and a store need it.
public struct BlockChanges: Sendable {
    /// Indices of the accounts that changed or are new, ascending. Filled in when the block is sealed, as is `spending`.
    public internal(set) var accounts: [Int] = []
    public internal(set) var spending: [Int] = []
    public internal(set) var rewards: [RewardRecord] = []
    public internal(set) var references: [ReferenceRecord] = []
    /// References whose credits were all revoked, with the transaction that had paid them.
    public internal(set) var freedReferences: [ReferenceRecord] = []
    public internal(set) var revocations: [RevocationRecord] = []
    public internal(set) var postings: [Posting] = []
    public internal(set) var policyChanged = false
}
