import LedgerAPI
import LedgerClient

/// Pages of pending rewards, newest first, from a node that nobody trusts: each begins before the one that came before it, and there is an
/// end to how many are taken.
struct PendingWalk {
    static let pageLimit = 10_000
    static let rewardLimit = HistoryWalk.entryLimit

    private var cursor: UInt64?
    private var pageCount = 0
    private(set) var rewards: [PendingRewardView] = []

    /// - Parameter cursor: where the first page begins.
    init(from cursor: String) throws { try go(to: cursor) }

    private mutating func go(to next: String) throws {
        guard let number = UInt64(next), cursor.map({ number < $0 }) ?? true else {
            throw fault("the cursor '\(next)'" + (cursor.map { " after \($0)" } ?? ", which is no number"))
        }
        cursor = number
    }

    /// Takes a page in.
    mutating func take(_ page: PendingPageView, limit: Int) throws {
        guard page.rewards.count <= limit else {
            throw fault("a page of \(page.rewards.count) rewards where at most \(limit) were asked for")
        }
        pageCount += 1
        rewards += page.rewards
        guard let next = page.next else { return }
        try go(to: next)
        guard pageCount < Self.pageLimit, rewards.count <= Self.rewardLimit else {
            throw CommandFailure.impossible(
                "over \(Self.rewardLimit) rewards or \(Self.pageLimit) pages are pending, too many at once; ask the node for "
                    + "/v1/accounts/ID/pending in pages")
        }
    }

    private func fault(_ what: String) -> CommandFailure {
        .impossible("the node's list of pending rewards can't be right: it sent \(what)")
    }
}
