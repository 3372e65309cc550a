package import Ledger
package import LedgerAPI
import LedgerCrypto
import LedgerStore

extension LedgerViews {
    /// A page of all rewards that a filter covers, oldest first, from the cursor on that an earlier page gave as its next.
    ///
    /// - Throws: ``ProblemView`` where the cursor is none.
    package func rewards(_ filter: RewardFilter, after: String?, limit: Int) throws -> RewardsPage {
        let place = try after.map { text throws(ProblemView) in
            guard let place = RewardPlace(cursor: text) else { throw .unknownCursor(text) }
            return place
        }
        let page = try store.rewards(RewardQuery(filter), from: place, upTo: self.limit, limit: limit)
        return RewardsPage(
            height: min(try height(), self.limit), rewards: try rewards(page.credits), next: page.next?.cursor)
    }

    /// How many transactions that paid a reference are looked at: a few of the largest are some megabytes.
    package static let payerLimit = 20
    /// How many are counted at most.
    package static let earlierLimit = 1000

    /// Who was paid for a reference under one of some reasons.
    ///
    /// - Parameter payers: the transactions that may have paid, by number; of those that were taken back, ``earlierLimit`` of the
    ///   newest are enough. Asked once for each reason.
    /// - Throws: ``ProblemView`` of status 404 where nobody ever was.
    package func paid(
        _ reference: Reference, _ reasons: [Reason], payers: (ReferenceDigest) throws -> [UInt64]
    ) throws -> PaidView {
        var candidates: [(number: UInt64, digest: ReferenceDigest)] = []
        for reason in reasons {
            let digest = ReferenceDigest(reason, reference)
            candidates += Set(try payers(digest)).map { ($0, digest) }
        }
        candidates.sort { $0.number < $1.number }
        var credits: [IssuedCredit] = []
        for (number, digest) in candidates.suffix(Self.payerLimit) {
            credits += try store.credits(of: number, paying: digest, upTo: limit)
        }
        guard !credits.isEmpty else {
            let tried = reasons.map(\.description).joined(separator: ", ")
            throw ProblemView.unknownReference(reference.text, tried: tried)
        }
        return PaidView(
            reference: reference.text, height: min(try height(), limit), rewards: try rewards(credits),
            earlier: max(0, candidates.count - Self.payerLimit))
    }

    /// What a reference may have been paid as, where nothing is said: ticket, proposal, and the categories that the policy names.
    package func knownReasons() throws -> [Reason] {
        let categories = try store.policy().issuers.flatMap(\.terms.scope).compactMap { Reason($0.description) }
        var reasons: [Reason] = [.ticketResolved, .proposalAccepted]
        for reason in categories where !reasons.contains(reason) && reason.description != "other:*" {
            reasons.append(reason)
        }
        return reasons
    }

    private func rewards(_ credits: [IssuedCredit]) throws -> [RewardView] {
        let (recipients, issuers) = (try references(credits.map(\.credit.to)), try references(credits.map(\.issuer)))
        var revocations: [UInt64: (id: String, note: String?)] = [:]
        var views: [RewardView] = []
        for ((one, to), issuer) in zip(zip(credits, recipients), issuers) {
            var view = RewardView(
                amount: one.credit.amount.description, to: to, issuer: issuer, transaction: one.transaction.hex,
                transactionNumber: one.place.transaction, credit: Int(one.place.credit),
                reason: one.credit.reason.description, reference: one.credit.reference.text,
                evidence: one.credit.evidence?.hex, status: "matured", height: one.height, time: one.time.description,
                timeMs: one.time.milliseconds)
            if let by = one.revokedBy {
                let revocation = try revocations[by] ?? revocation(by)
                revocations[by] = revocation
                (view.status, view.revokedBy, view.note) = ("revoked", revocation.id, revocation.note)
            } else if let maturesAt = one.maturesAt {
                (view.status, view.maturesAt) = ("pending", maturesAt.description)
                view.maturesAtMs = maturesAt.milliseconds
            }
            views.append(view)
        }
        return views
    }

    private func revocation(_ number: UInt64) throws -> (id: String, note: String?) {
        guard let stored = try store.transaction(number: number) else { return ("", nil) }
        let revoke = try SignedTransaction(decoding: stored.bytes).transaction.action.body as? Revoke
        return (stored.id.hex, revoke?.reason.text)
    }
}

extension RewardQuery {
    init(_ filter: RewardFilter) {
        self.init()
        (issuer, recipient, reason, reference) = (filter.issuer, filter.recipient, filter.reason, filter.reference)
        (from, before, isPending) = (filter.from, filter.before, filter.isPending)
    }
}

extension RewardPlace {
    /// `TRANSACTION-CREDIT`, both in decimal digits.
    init?(cursor: String) {
        let parts = cursor.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let transaction = UInt64(parts[0]), let credit = UInt16(parts[1])
        else { return nil }
        self.init(transaction: transaction, credit: credit)
    }

    var cursor: String { "\(transaction)-\(credit)" }
}
