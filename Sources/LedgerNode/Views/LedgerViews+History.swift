package import Ledger
package import LedgerAPI
import LedgerCrypto
import LedgerStore

extension LedgerViews {
    /// Newest first, from the number that an earlier page gave as its next. Nil where the chain does not know the account.
    ///
    /// - Throws: ``ProblemView`` where no page of this account gave that number.
    package func history(_ id: AccountID, before: Int64?, limit: Int) throws -> HistoryPage? {
        guard let (index, _) = try store.account(id) else { return nil }
        guard let entries = try store.history(of: index, before: before, limit: limit + 1) else {
            throw ProblemView.foreignCursor("\(before ?? 0)", of: id)
        }
        let (reader, revocations) = (RewardReader(store), RewardReader(store))
        var shown: [HistoryEntryView] = []
        for one in entries.prefix(limit) where !reader.isUsedUp && !revocations.isUsedUp {
            shown.append(try entry(one, of: UInt32(index), reader, revocations))
        }
        return HistoryPage(
            account: try reference(id), entries: shown,
            next: entries.count > shown.count ? shown.last.map { String($0.number) } : nil)
    }

    private func entry(
        _ entry: HistoryEntry, of account: UInt32, _ reader: RewardReader, _ revocations: RewardReader
    ) throws -> HistoryEntryView {
        let posting = entry.posting
        let stored = try reader.transaction(posting.transaction)
        var view = HistoryEntryView(
            number: UInt64(entry.number), kind: "\(posting.kind)", amount: posting.amount.description,
            balanceChange: Self.change(posting, .balance(account)),
            pendingChange: Self.change(posting, .pending(account)),
            transaction: stored?.id.hex ?? "", transactionNumber: posting.transaction,
            height: entry.height, time: entry.time.description, timeMs: entry.time.milliseconds)
        guard stored != nil else { return view }
        switch posting.kind {
        case .issued, .matured, .revoked:
            let rewarded = try reader.credit(posting.credit, of: posting.transaction)
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
            let revocation = try revocation(of: posting.transaction, credit: posting.credit, revocations)
            view.revokedBy = revocation?.id.hex
            view.note = revocation?.revoke.reason.text
            view.evidence = revocation?.revoke.evidence?.hex
        case .transferred, .merged:
            view.counterpart = try Self.other(posting, than: account).flatMap { try reference(index: $0) }
            let body = try reader.decoded(posting.transaction)?.transaction.action.body
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
    private func revocation(
        of transaction: UInt64, credit: UInt16, _ reader: RewardReader
    ) throws -> (id: Digest, revoke: Revoke)? {
        guard let number = try store.revocation(of: transaction, credit: credit),
            let stored = try reader.transaction(number),
            let revoke = try reader.decoded(number)?.transaction.action.body as? Revoke
        else { return nil }
        return (stored.id, revoke)
    }
}
