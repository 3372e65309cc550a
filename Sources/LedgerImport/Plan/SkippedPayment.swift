package import Ledger

/// A payment of the ledger that has no transaction on the chain, since Laurel's rules refuse what would change nothing.
package struct SkippedPayment: Sendable, Equatable {
    package enum Reason: String, Sendable {
        case zeroAmount
        /// Both ids are of one identity, perhaps since a merge.
        case toOneself
    }

    package let event: Int
    package let uuid: String
    /// The identity that pays; nil for a receipt of a distribution.
    package let from: String?
    package let to: String
    /// What the two were called then.
    package let fromName: String?
    package let toName: String
    package let amount: Amount
    package let reason: Reason

    init(event: SourceCredEvent, from: String?, to: String, amount: Amount, reason: Reason, names: Identities) {
        self.event = event.number
        uuid = event.uuid
        self.from = from
        self.to = to
        fromName = from.map { names.name(of: $0) }
        toName = names.name(of: to)
        self.amount = amount
        self.reason = reason
    }
}
