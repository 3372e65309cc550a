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
    func transaction(_ id: Digest) async throws -> TransactionView
    func block(_ height: UInt64) async throws -> BlockView
    /// Blocks as they come, those after `height` first where it is given.
    func events(after height: UInt64?) -> AsyncThrowingStream<BlockView, any Error>
}
