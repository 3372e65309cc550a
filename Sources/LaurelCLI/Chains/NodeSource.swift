import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// A node whose chain is known, so that what it says of chain and token is compared each time.
struct NodeSource: LookSource {
    let contact: ChainContact
    let genesis: Genesis
    private var client: LedgerClient { contact.client }

    func status() async throws -> StatusView {
        let status = try await client.status()
        try contact.check(status, against: genesis)
        return status
    }

    func supply() async throws -> SupplyView { try await client.supply() }
    func policy() async throws -> PolicyView { try await client.policy() }
    func account(_ id: AccountID) async throws -> AccountView { try await client.account(id) }
    func history(_ id: AccountID, before: String?, limit: Int) async throws -> HistoryPage {
        try await client.history(id, before: before, limit: limit)
    }
    func pending(_ id: AccountID, before: String?, limit: Int) async throws -> PendingPageView {
        try await client.pending(id, before: before, limit: limit)
    }
    func accounts(_ order: LedgerClient.AccountOrder, cursor: String?, limit: Int) async throws -> AccountsPage {
        try await client.accounts(order, cursor: cursor, limit: limit)
    }
    func rewards(_ filter: RewardFilter, cursor: String?, limit: Int) async throws -> RewardsPage {
        try await client.rewards(filter, cursor: cursor, limit: limit)
    }
    func paid(_ reference: Reference, _ reason: Reason?) async throws -> PaidView {
        try await client.paid(reference, reason)
    }
    func transaction(_ id: Digest) async throws -> TransactionView { try await client.transaction(id) }
    func block(_ height: UInt64) async throws -> BlockView { try await client.block(height) }
    func events(after height: UInt64?) -> AsyncThrowingStream<BlockView, any Error> { client.events(after: height) }
}
