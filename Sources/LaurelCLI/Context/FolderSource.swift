import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys
import LedgerNode
import LedgerStore

/// A data folder that is only read, with the same answers as its node's.
struct FolderSource: LookSource {
    private let views: LedgerViews

    init(directory: String) throws {
        views = LedgerViews(try LedgerStore.open(at: directory, access: .readOnly))
    }

    func status() async throws -> StatusView { try look { try $0.status() } }
    func supply() async throws -> SupplyView { try look { try $0.supply() } }
    func policy() async throws -> PolicyView { try look { try $0.policy() } }

    func account(_ id: AccountID) async throws -> AccountView {
        guard let view = try look({ try $0.account(id) }) else { throw missing("Account", "\(id)") }
        return view
    }

    func history(_ id: AccountID, before: String?, limit: Int) async throws -> HistoryPage {
        let before = try before.map { try cursor($0, as: Int64.self) }
        guard let view = try look({ try $0.history(id, before: before, limit: limit) }) else {
            throw missing("Account", "\(id)")
        }
        return view
    }

    func pending(_ id: AccountID, before: String?, limit: Int) async throws -> PendingPageView {
        let before = try before.map { try cursor($0, as: Int64.self) }
        guard let view = try look({ try $0.pending(id, before: before, limit: limit) }) else {
            throw missing("Account", "\(id)")
        }
        return view
    }

    func accounts(_ order: LedgerClient.AccountOrder, cursor: String?, limit: Int) async throws -> AccountsPage {
        let order: LedgerStore.AccountOrder =
            switch order {
            case .index: .index
            case .balance: .balance
            case .earned: .earned
            }
        return try look { try $0.accounts(order, after: cursor, limit: limit) }
    }

    func rewards(_ filter: RewardFilter, cursor: String?, limit: Int) async throws -> RewardsPage {
        try look { try $0.rewards(filter, after: cursor, limit: limit) }
    }

    func paid(_ reference: Reference, _ reason: Reason?) async throws -> PaidView {
        try look { views in
            let reasons = try reason.map { [$0] } ?? views.knownReasons()
            return try views.paid(reference, reasons) { try views.store.searchPayers(of: $0) }
        }
    }

    func transaction(_ id: Digest) async throws -> TransactionView {
        guard let view = try look({ try $0.transaction(id) }) else { throw missing("Transaction", "\(id)") }
        return view
    }

    func block(_ height: UInt64) async throws -> BlockView {
        guard let view = try look({ try $0.block(height) }) else { throw missing("Block", "\(height)") }
        return view
    }

    func events(after height: UInt64?) -> AsyncThrowingStream<BlockView, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var next = try height ?? views.status().height
                    while !Task.isCancelled {
                        while let block = try look({ try $0.block(next + 1) }) {
                            continuation.yield(block)
                            next += 1
                        }
                        // The node that writes to the folder is another process, which tells nobody of a new block.
                        try await Task.sleep(for: .milliseconds(500))
                    }
                    continuation.finish()
                } catch { continuation.finish(throwing: error) }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// All that `view` reads is of one height, whatever a node writes meanwhile.
    private func look<View>(_ view: (LedgerViews) throws -> View) throws -> View {
        do { return try views.store.atOneHeight { try view(views) } } catch let problem as ProblemView {
            throw ClientError.problem(problem)
        }
    }

    private func missing(_ what: String, _ key: String) -> ClientError { .problem(.unknown(what, key)) }

    private func cursor<Number: FixedWidthInteger>(_ text: String, as: Number.Type) throws -> Number {
        guard let number = Number(text) else {
            throw CommandFailure.refused("'\(text)' is no cursor; take it from the end of the page before")
        }
        return number
    }
}
