public import LedgerCrypto

/// The state after a block: what the rules look at, and all that the state root commits to.
///
/// Only blocks change it. The collections are dense arrays in order of first appearance, so that an account keeps
/// its index for ever; what only grows is kept as a ``Frontier``. Records change in memory as transactions apply; the
/// trees over them are renewed once a block, when the block is sealed.
///
/// There is one of it: it is handed on, never copied by accident, which would make each array copy at its next change. Whoever wants a second one
/// says so with ``copy()``.
public struct LedgerState: ~Copyable, Sendable {
    let origin: Origin

    /// The last block's height and hash; 0 and the chain id before the first.
    public internal(set) var height: UInt64 = 0
    public internal(set) var head: Digest
    /// The RFC 6962 tree over the hashes of all blocks so far, the genesis's first.
    public internal(set) var history = Frontier()

    package internal(set) var collections: Collections
    var opened = OpenChanges()
    var sums = RunningSums()
    /// Whether changes of balances are written down as postings: an index wants them, a bare replay does not.
    package var keepsPostings = false

    /// Nothing but the genesis's values: no account, no history.
    init(empty genesis: Genesis) {
        origin = Origin(genesis)
        head = origin.chainID
        collections = Collections(of: genesis)
    }

    /// The state at height 0.
    public init(genesis: Genesis) {
        self.init(empty: genesis)
        history.append(chainID.withUnsafeBytes { MerkleHash.leaf($0) })
        for account in policy.namedAccounts { _ = register(account) }
        _ = seal()
        opened.changes = BlockChanges()
    }

    public var genesis: Genesis { origin.genesis }
    public var chainID: Digest { origin.chainID }

    private init(copying other: borrowing LedgerState) {
        origin = other.origin
        (height, head, history) = (other.height, other.head, other.history)
        (collections, opened, sums) = (other.collections, other.opened, other.sums)
        keepsPostings = other.keepsPostings
    }

    /// A second state that goes its own way.
    ///
    /// - Complexity: nothing at first, but each array is copied where one of the two changes it.
    package func copy() -> LedgerState { LedgerState(copying: self) }

    /// All that it holds, to be looked at in tests.
    package var parts: [Any] { [height, head, history, collections, opened, sums] }
}

/// What a chain began with. Apart from the state, since a state is handed on with each block.
final class Origin: Sendable {
    let genesis: Genesis
    let chainID: Digest

    init(_ genesis: Genesis) {
        self.genesis = genesis
        chainID = genesis.chainID
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
