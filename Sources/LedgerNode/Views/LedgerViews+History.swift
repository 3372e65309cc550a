package import Ledger
package import LedgerClient
import LedgerCrypto
import LedgerStore

extension LedgerViews {
    /// Newest first, from the number that an earlier page gave as its next. Nil where the chain does not know the account.
    package func history(_ id: AccountID, before: Int64?, limit: Int) throws -> HistoryPage? {
        guard let (index, _) = try store.account(id) else { return nil }
        let entries = try store.history(of: index, before: before, limit: limit + 1)
        let shown = entries.prefix(limit)
        return HistoryPage(
            account: try reference(id), entries: try shown.map { try entry($0, of: UInt32(index)) },
            next: entries.count > limit ? shown.last.map { String($0.number) } : nil)
    }

    private func entry(_ entry: HistoryEntry, of account: UInt32) throws -> HistoryEntryView {
        let posting = entry.posting
        let stored = try store.transaction(number: posting.transaction)
        var view = HistoryEntryView(
            number: UInt64(entry.number), kind: "\(posting.kind)", amount: posting.amount.description,
            balanceChange: Self.change(posting, .balance(account)),
            pendingChange: Self.change(posting, .pending(account)),
            transaction: stored?.id.hex ?? "", transactionNumber: posting.transaction,
            height: entry.height, time: entry.time.description, timeMs: entry.time.milliseconds)
        guard let stored else { return view }
        switch posting.kind {
        case .issued, .matured, .revoked:
            let rewarded = try RewardedCredit(posting.credit, of: stored.bytes)
            let credit = rewarded?.credit
            view.counterpart = try (rewarded?.issuer).map { try reference($0) }
            view.credit = Int(posting.credit)
            view.reason = credit?.reason.description
            view.reference = credit?.reference.text
            view.evidence = credit?.evidence?.hex
            if let credit, let earlier = try store.earlierPayer(of: credit.digest, before: posting.transaction) {
                view.replaces = try store.transaction(number: earlier)?.id.hex
            }
            guard posting.kind == .revoked else { break }
            let revocation = try revocation(of: posting.transaction, credit: posting.credit)
            view.revokedBy = revocation?.id.hex
            view.note = revocation?.revoke.reason.text
            view.evidence = revocation?.revoke.evidence?.hex
        case .transferred, .merged:
            view.counterpart = try Self.other(posting, than: account).flatMap { try reference(index: $0) }
            let body = try SignedTransaction(decoding: stored.bytes).transaction.action.body
            view.evidence = ((body as? Transfer)?.evidence ?? (body as? Merge)?.evidence)?.hex
        case .burned: break
        }
        return view
    }

    /// The amount with its sign, as a place gets or gives it.
    private static func change(_ posting: Posting, _ place: Posting.Place) -> String {
        if posting.to == place { return "+\(posting.amount)" }
        return posting.from == place ? "-\(posting.amount)" : "0"
    }

    private static func other(_ posting: Posting, than account: UInt32) -> UInt32? {
        guard case .balance(let from) = posting.from, case .balance(let to) = posting.to else { return nil }
        return from == account ? to : from
    }

    /// Which transaction took a credit back.
    private func revocation(of transaction: UInt64, credit: UInt16) throws -> (id: Digest, revoke: Revoke)? {
        guard let number = try store.revocation(of: transaction, credit: credit),
            let (stored, signed) = try self.transaction(number),
            let revoke = signed.transaction.action.body as? Revoke
        else { return nil }
        return (stored.id, revoke)
    }
}
