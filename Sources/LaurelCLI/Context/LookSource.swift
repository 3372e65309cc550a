import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// Where looking commands get their answers: a node, or a data folder.
protocol LookSource: Sendable {
    func status() async throws -> StatusView
    func supply() async throws -> SupplyView
    func policy() async throws -> PolicyView
    func account(_ id: AccountID) async throws -> AccountView
    func pending(_ id: AccountID, before: String?, limit: Int) async throws -> PendingPageView
    func history(_ id: AccountID, before: String?, limit: Int) async throws -> HistoryPage
    func accounts(_ order: LedgerClient.AccountOrder, cursor: String?, limit: Int) async throws -> AccountsPage
    /// Oldest first; a page may be empty, and yet not the last.
    func rewards(_ filter: RewardFilter, cursor: String?, limit: Int) async throws -> RewardsPage
    /// Who was paid for a reference, under any reason that is usual where none is given.
    func paid(_ reference: Reference, _ reason: Reason?) async throws -> PaidView
    func transaction(_ id: Digest) async throws -> TransactionView
    func block(_ height: UInt64) async throws -> BlockView
    /// Blocks as they come, those after `height` first where it is given.
    func events(after height: UInt64?) -> AsyncThrowingStream<BlockView, any Error>
}
