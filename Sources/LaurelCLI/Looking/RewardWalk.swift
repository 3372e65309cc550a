import Ledger
import LedgerAPI
import LedgerClient

/// Pages of rewards, oldest first, from a node that nobody trusts: each goes on behind the one before, holds only what was asked for, and
/// there is an end to how many are taken.
struct RewardWalk {
    static let pageLimit = 1_000_000

    private let filter: RewardFilter
    /// No reward may stand before this place.
    private var place = Place(transaction: 0, credit: 0)
    private var pageCount = 0

    init(_ filter: RewardFilter, from cursor: String? = nil) {
        self.filter = filter
        if let place = cursor.flatMap({ Place($0) }) { self.place = place }
    }

    private struct Place: Comparable {
        let transaction: UInt64
        let credit: Int

        init(transaction: UInt64, credit: Int) { (self.transaction, self.credit) = (transaction, credit) }

        init?(_ cursor: String) {
            let parts = cursor.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let transaction = UInt64(parts[0]), let credit = UInt16(parts[1]) else {
                return nil
            }
            self.init(transaction: transaction, credit: Int(credit))
        }

        static func < (left: Place, right: Place) -> Bool {
            (left.transaction, left.credit) < (right.transaction, right.credit)
        }
    }

    /// Makes sure that a page may follow those before it.
    mutating func take(_ page: RewardsPage, limit: Int) throws {
        guard page.rewards.count <= limit else {
            throw fault("a page of \(page.rewards.count) rewards where at most \(limit) were asked for")
        }
        for reward in page.rewards {
            let own = Place(transaction: reward.transactionNumber, credit: reward.credit)
            guard own >= place, (0..<Reward.creditLimit).contains(reward.credit) else {
                throw fault("reward \(reward.transactionNumber)-\(reward.credit) where those from \(shown) on follow")
            }
            guard filter.covers(reward) else {
                throw fault("reward \(reward.transactionNumber)-\(reward.credit), which was not asked for")
            }
            guard UInt128(reward.amount) != nil, (try? AccountID(text: reward.to.id)) != nil else {
                throw fault("'\(reward.amount)' for '\(reward.to.id)', which is no amount for an account")
            }
            place = Place(transaction: own.transaction, credit: own.credit + 1)
        }
        guard let next = page.next else { return }
        pageCount += 1
        guard let cursor = Place(next), page.rewards.isEmpty ? cursor > place : cursor >= place else {
            throw fault("the cursor '\(next)' where one behind \(shown) follows")
        }
        guard pageCount < Self.pageLimit else {
            throw CommandFailure.impossible(
                "there are over \(Self.pageLimit) pages; narrow it down, such as by --period")
        }
        place = cursor
    }

    private var shown: String { "\(place.transaction)-\(place.credit)" }

    private func fault(_ what: String) -> CommandFailure {
        .impossible("the node's list of rewards can't be right: it sent \(what)")
    }
}

extension LookSource {
    /// Hands over all rewards that a filter covers, oldest first, page by page, until `body` has enough.
    func walkRewards(
        _ filter: RewardFilter, from start: String? = nil, _ body: (RewardView) throws -> Bool
    ) async throws {
        var walk = RewardWalk(filter, from: start)
        var (cursor, count) = (start, 0)
        defer { if count > 0 { Terminal.progress("") } }
        repeat {
            let page = try await rewards(filter, cursor: cursor, limit: 1000)
            try walk.take(page, limit: 1000)
            for reward in page.rewards { guard try body(reward) else { return } }
            cursor = page.next
            count += page.rewards.count
            if cursor != nil, count > 0 { Terminal.progress("\(count) rewards so far") }
        } while cursor != nil
    }

    /// All of them at once.
    func allRewards(_ filter: RewardFilter) async throws -> [RewardView] {
        var rewards: [RewardView] = []
        try await walkRewards(filter) { reward in
            guard rewards.count < HistoryWalk.entryLimit else {
                throw CommandFailure.impossible(
                    "there are over \(HistoryWalk.entryLimit) such rewards, too many at once; narrow it down, such as by --period"
                )
            }
            rewards.append(reward)
            return true
        }
        return rewards
    }
}
