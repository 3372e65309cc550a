/// What the ledger counts in.
package struct TokenView: Codable, Sendable, Equatable {
    package var name: String
    package var symbol: String
    package var decimals: Int

    package init(
        name: String, symbol: String, decimals: Int
    ) {
        self.name = name
        self.symbol = symbol
        self.decimals = decimals
    }
}

/// Where the chain stands, and how the node is.
package struct StatusView: Codable, Sendable, Equatable {
    /// The chain id.
    package var chain: String
    package var community: String
    package var token: TokenView
    /// Of the last block; 0 before the first.
    package var height: UInt64
    /// Its hash; before the first, the chain id.
    package var head: String
    /// The last block’s time, ISO 8601.
    package var time: String
    package var timeMs: UInt64
    /// The canonical bytes of the head’s header and signature, in hex.
    package var header: String?
    package var transactions: UInt64
    package var accounts: Int
    package var pendingRewards: UInt64
    /// Nil where a data folder is read without a node.
    package var node: NodeStatusView?

    package init(
        chain: String, community: String, token: TokenView, height: UInt64, head: String, time: String,
        timeMs: UInt64, header: String? = nil, transactions: UInt64, accounts: Int, pendingRewards: UInt64,
        node: NodeStatusView? = nil
    ) {
        self.chain = chain
        self.community = community
        self.token = token
        self.height = height
        self.head = head
        self.time = time
        self.timeMs = timeMs
        self.header = header
        self.transactions = transactions
        self.accounts = accounts
        self.pendingRewards = pendingRewards
        self.node = node
    }
}

/// How the node is.
package struct NodeStatusView: Codable, Sendable, Equatable {
    /// `accepting`, `stopping` or `failed`.
    package var state: String
    /// Why it does not accept.
    package var reason: String?
    /// The key that signs its blocks; nil on a node that only reads.
    package var producer: String?
    /// Transactions in the queue.
    package var waiting: Int
    package var waitingBytes: Int
    package var blockIntervalMs: UInt64

    package init(
        state: String, reason: String? = nil, producer: String? = nil, waiting: Int, waitingBytes: Int,
        blockIntervalMs: UInt64
    ) {
        self.state = state
        self.reason = reason
        self.producer = producer
        self.waiting = waiting
        self.waitingBytes = waitingBytes
        self.blockIntervalMs = blockIntervalMs
    }
}

/// The sums: balances + pending = minted − revoked − burned.
package struct SupplyView: Codable, Sendable, Equatable {
    package var height: UInt64
    package var minted: String
    package var revoked: String
    package var burned: String
    /// minted − revoked − burned.
    package var supply: String
    package var pending: String
    package var balances: String
    /// What minted − revoked may reach.
    package var cap: String
    /// What may still be minted.
    package var mintable: String

    package init(
        height: UInt64, minted: String, revoked: String, burned: String, supply: String, pending: String,
        balances: String, cap: String, mintable: String
    ) {
        self.height = height
        self.minted = minted
        self.revoked = revoked
        self.burned = burned
        self.supply = supply
        self.pending = pending
        self.balances = balances
        self.cap = cap
        self.mintable = mintable
    }
}
