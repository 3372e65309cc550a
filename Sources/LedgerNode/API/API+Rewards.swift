import Hummingbird
import Ledger
import LedgerAPI
import LedgerStore

extension API {
    /// A page of a walk through all rewards.
    func rewards(_ call: Call) async throws -> Response {
        enum Status: CaseIterable { case any, pending }
        let query = call.query
        var filter = RewardFilter()
        filter.issuer = try query["issuer"].map { text throws(ProblemView) in try accountID(text, "issuer") }
        filter.recipient = try query["to"].map { text throws(ProblemView) in try accountID(text, "to") }
        filter.reason = try reason(query)
        filter.reference = try query["reference"].map { text throws(ProblemView) in try reference(text) }
        let times = 0...Timestamp.latest.milliseconds
        filter.from = try query.number("from", times).map { Timestamp(milliseconds: $0) }
        filter.before = try query.number("before", times).map { Timestamp(milliseconds: $0) }
        filter.isPending = try query.choice("status", default: Status.any) == .pending
        let limit = try query.number("limit", 1...1000) ?? 100
        return try await inLine(call) { [filter] in
            try json(call) { try views.rewards(filter, after: query["cursor"], limit: limit) }
        }
    }

    /// Who was paid for a reference.
    func paid(_ call: Call) async throws -> Response {
        let (reference, reason) = (try reference(call.key), try reason(call.query))
        let reasons = try reason.map { [$0] } ?? store.atOneHeight { try views.knownReasons() }
        var payers: [ReferenceDigest: [UInt64]] = [:]
        for reason in reasons {
            let digest = ReferenceDigest(reason, reference)
            // What is not durable is asked before what is: a transaction goes from there to the store, never back.
            payers[digest] = await engine.payers(of: digest)
        }
        return try await inLine(call) { [payers] in
            try json(call) {
                try views.paid(reference, reasons) { digest in
                    try payers[digest, default: []] + store.freedPayers(of: digest, limit: LedgerViews.earlierLimit)
                }
            }
        }
    }

    private func reason(_ query: Query) throws(ProblemView) -> Reason? {
        guard let text = query["reason"] else { return nil }
        guard let reason = Reason(text) else {
            throw .badParameter(
                "reason", got: text, allowed: "ticketResolved, proposalAccepted or other:CATEGORY with \(Category.form)"
            )
        }
        return reason
    }

    private func reference(_ text: String) throws(ProblemView) -> Reference {
        guard let reference = Reference(text) else {
            throw .badParameter("reference", got: text, allowed: Reference.form)
        }
        return reference
    }
}
