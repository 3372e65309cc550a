package import Ledger
package import LedgerAPI
import LedgerCrypto
package import LedgerStore

extension LedgerViews {
    /// Nil where the chain does not know the account.
    package func account(_ id: AccountID) throws -> AccountView? {
        guard let (index, record) = try store.account(id) else { return nil }
        let policy = try store.policy()
        let epoch = try epoch()
        let pending = try pendingRewards(of: index, before: nil, limit: Self.pendingLimit)
        let limit = policy.terms(of: id) == nil ? policy.allowance : policy.issuerAllowance
        return AccountView(
            account: try reference(id), kind: "\(id.kind)", index: index, height: try height(),
            sequence: record.sequence, balance: record.balance.description, earned: record.earned.description,
            pending: try store.pendingAmount(of: index).description, pendingCount: Int(record.pending),
            authority: AuthorityView(record),
            allowance: AllowanceView(
                limit: limit, used: record.used(inEpoch: epoch.number), renewsAt: epoch.end.description,
                renewsAtMs: epoch.end.milliseconds),
            roles: roles(of: id, policy), mergedInto: try record.mergedInto.flatMap { try reference(index: $0) },
            rewards: (pending?.rewards ?? []).reversed(), next: pending?.next)
    }

    private func roles(of id: AccountID, _ policy: Policy) -> [String] {
        var roles: [String] = []
        if policy.authority == id { roles.append("authority") }
        if policy.terms(of: id) != nil { roles.append("issuer") }
        if policy.arbiters.contains(id) { roles.append("arbiter") }
        if policy.registrars.contains(id) { roles.append("registrar") }
        return roles
    }

    private static let pendingLimit = 100

    /// A page of what is pending for an account, newest first, from the cursor that an earlier page gave as its next. Nil where the chain
    /// does not know the account.
    ///
    /// - Throws: ``ProblemView`` where no page of this account gave that cursor.
    package func pending(_ id: AccountID, before: Int64?, limit: Int) throws -> PendingPageView? {
        guard let (index, record) = try store.account(id) else { return nil }
        guard let page = try pendingRewards(of: index, before: before, limit: limit) else {
            throw ProblemView.foreignCursor("\(before ?? 0)", of: id)
        }
        return PendingPageView(
            account: try reference(id), height: try height(), pending: try store.pendingAmount(of: index).description,
            pendingCount: Int(record.pending), rewards: page.rewards, next: page.next)
    }

    /// Newest first; nil where the cursor is none of the account's.
    private func pendingRewards(
        of account: Int, before: Int64?, limit: Int
    ) throws -> (rewards: [PendingRewardView], next: String?)? {
        guard let page = try store.pending(of: account, before: before, limit: limit) else { return nil }
        let reader = RewardReader(store)
        var rewards: [PendingRewardView] = []
        var next = page.next
        for (index, record) in page.credits.enumerated() {
            if reader.isUsedUp {
                next = page.credits[index - 1].number
                break
            }
            guard let (issuer, credit) = try reader.credit(record.credit, of: record.transaction),
                let stored = try reader.transaction(record.transaction)
            else { continue }
            rewards.append(
                PendingRewardView(
                    amount: record.amount.description, issuer: try reference(issuer), transaction: stored.id.hex,
                    credit: Int(record.credit), reason: credit.reason.description, reference: credit.reference.text,
                    evidence: credit.evidence?.hex, maturesAt: record.maturesAt.description,
                    maturesAtMs: record.maturesAt.milliseconds))
        }
        return (rewards, next.map { String($0) })
    }

    /// A page of all accounts, from the cursor on that an earlier page gave as its next.
    ///
    /// - Throws: ``ProblemView`` where the order that the cursor names can't be told any more, or never was.
    package func accounts(_ order: LedgerStore.AccountOrder, after: String?, limit: Int) throws -> AccountsPage {
        let cursor = try after.map { text throws(ProblemView) in
            guard let cursor = AccountCursor(text, of: order) else { throw .unknownCursor(text) }
            return cursor
        }
        let page: AccountPage
        do { page = try store.accounts(orderedBy: order, limit: limit, after: cursor) } catch let fault as WalkFault {
            switch fault {
            case .orderGone(let height): throw ProblemView.orderGone("\(order)", height: height)
            case .unknownCursor: throw ProblemView.unknownCursor(after ?? "")
            }
        }
        let references = try references(page.accounts.map(\.record.id))
        let summaries = zip(page.accounts, references).map { row, reference in
            AccountSummary(
                account: reference, index: row.index, balance: row.record.balance.description,
                earned: row.record.earned.description, pendingCount: Int(row.record.pending),
                sequence: row.record.sequence)
        }
        return AccountsPage(accounts: summaries, height: page.height, next: page.next?.description)
    }
}

extension AuthorityView {
    init(_ record: AccountRecord) {
        switch record.authority {
        case .initial:
            let key = record.id.ownKey
            self.init(kind: key == nil ? "none" : "own", threshold: 1, keys: key.map { [$0.hex] } ?? [])
        case .bound(let key, let effectiveAt):
            self.init(
                kind: "bound", threshold: 1, keys: [key.hex], effectiveAt: effectiveAt.description,
                effectiveAtMs: effectiveAt.milliseconds)
        case .explicit(let authenticator):
            self.init(
                kind: "explicit", threshold: authenticator.threshold, keys: authenticator.keys.map(\.hex))
        }
    }
}
