package import Ledger
package import LedgerClient
import LedgerCrypto
package import LedgerStore

extension LedgerViews {
    /// Nil where the chain does not know the account.
    package func account(_ id: AccountID) throws -> AccountView? {
        guard let (index, record) = try store.account(id) else { return nil }
        let policy = try store.policy()
        let epoch = try epoch()
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
            rewards: try pendingRewards(of: index))
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

    private func pendingRewards(of account: Int) throws -> [PendingRewardView] {
        try store.pending(of: account, limit: Self.pendingLimit).compactMap { record in
            guard let stored = try store.transaction(number: record.transaction),
                let rewarded = try RewardedCredit(record.credit, of: stored.bytes)
            else { return nil }
            let credit = rewarded.credit
            return PendingRewardView(
                amount: record.amount.description, issuer: try reference(rewarded.issuer),
                transaction: stored.id.hex, credit: Int(record.credit), reason: credit.reason.description,
                reference: credit.reference.text, evidence: credit.evidence?.hex,
                maturesAt: record.maturesAt.description, maturesAtMs: record.maturesAt.milliseconds)
        }
    }

    /// A page of all accounts, from the index on that an earlier page gave as its next.
    package func accounts(_ order: LedgerStore.AccountOrder, after: Int?, limit: Int) throws -> AccountsPage {
        let rows = try store.accounts(orderedBy: order, limit: limit + 1, after: after)
        let shown = rows.prefix(limit)
        let references = try references(shown.map(\.record.id))
        let summaries = zip(shown, references).map { row, reference in
            AccountSummary(
                account: reference, index: row.index, balance: row.record.balance.description,
                earned: row.record.earned.description, pendingCount: Int(row.record.pending),
                sequence: row.record.sequence)
        }
        return AccountsPage(accounts: summaries, next: rows.count > limit ? shown.last.map { String($0.index) } : nil)
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
