import Ledger
package import LedgerAPI
import LedgerCrypto
package import LedgerStore

/// What people are shown of a ledger, made from its store: by the HTTP API and by commands that read a data folder alike.
package struct LedgerViews: Sendable {
    package let store: LedgerStore
    /// No block above this height is shown. Accounts and sums are of the store's last block, which may be the next while it is being
    /// published, and say that one's height.
    let limit: UInt64

    package init(_ store: LedgerStore, upTo limit: UInt64 = .max) {
        self.store = store
        self.limit = limit
    }

    /// The head and the sums. ``StatusView/node`` is for the node to add.
    package func status() throws -> StatusView {
        let head = try head()
        let totals = try store.totals()
        let genesis = store.genesis
        return StatusView(
            chain: genesis.chainID.hex, community: genesis.community, token: TokenView(genesis.token),
            height: head?.header.height ?? 0, head: (head?.header.hash ?? genesis.chainID).hex,
            time: totals.time.description, timeMs: totals.time.milliseconds,
            header: head.map { Hex.encode($0.encoded) }, transactions: totals.transactions,
            accounts: try store.accountCount(), pendingRewards: totals.issued - totals.settled)
    }

    package func supply() throws -> SupplyView {
        let totals = try store.totals()
        let cap = store.genesis.supplyCap
        let pending = try store.pendingAmount()
        let inExistence = Amount(totals.minted.units - totals.revoked.units)
        return SupplyView(
            height: try height(), minted: totals.minted.description, revoked: totals.revoked.description,
            burned: totals.burned.description, supply: totals.supply.description, pending: pending.description,
            balances: (totals.supply.subtracting(pending) ?? .zero).description, cap: cap.description,
            mintable: (cap.subtracting(inExistence) ?? .zero).description)
    }

    /// The height of the state that the store holds.
    func height() throws -> UInt64 { try store.head()?.header.height ?? 0 }

    private func head() throws -> SignedHeader? {
        let head = try store.head()
        return head.map { $0.header.height } ?? 0 > limit ? try store.header(limit) : head
    }

    /// The epoch of the last block.
    func epoch() throws -> (number: UInt64, end: Timestamp) {
        let number = store.genesis.epoch(at: try store.totals().time)
        return (number, store.genesis.end(ofEpoch: number))
    }

    /// An account with its handle's text, where it is known.
    func reference(_ id: AccountID) throws -> AccountRef { try references([id])[0] }

    func references(_ ids: [AccountID]) throws -> [AccountRef] {
        let handles = ids.filter { $0.kind == .handle }
        let names = handles.isEmpty ? [:] : try store.names(of: handles)
        return ids.map { AccountRef(id: $0.description, handle: names[$0]?.text) }
    }

    /// An account by its place.
    func reference(index: UInt32) throws -> AccountRef? {
        try store.account(index: Int(index)).map { try reference($0.id) }
    }
}

extension TokenView {
    init(_ token: Token) { self.init(name: token.name, symbol: token.symbol, decimals: token.decimals) }
}
