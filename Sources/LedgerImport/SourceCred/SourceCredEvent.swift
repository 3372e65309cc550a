package import Ledger
package import LedgerCrypto

/// One event of a SourceCred ledger, as far as an import needs it.
package struct SourceCredEvent: Sendable {
    /// The place in the ledger; the first is 1.
    package let number: Int
    /// SourceCred's name for the event. Real ledgers have some that two events share.
    package let uuid: String
    package let time: Timestamp
    /// SourceCred's word for the kind of event: `RENAME_IDENTITY`.
    package let type: String
    package let action: Action
    /// The running hash of this and all events before it: `SHA256(hash before ‖ the event's bytes)`, 32 zero bytes before the first.
    ///
    /// An event's bytes are its JSON object as it stands in the file, from brace to brace.
    package let runningHash: Digest

    package enum Action: Sendable, Equatable {
        case createIdentity(id: String, name: String)
        case renameIdentity(id: String, name: String)
        case toggleActivation(id: String)
        case distribute([Receipt])
        case transfer(from: String, to: String, amount: Amount)
        /// The target's grain goes to the base, and the target's id means the base from then on.
        case merge(base: String, target: String)
        /// An alias, a payout address, a subtype: it says something about an identity and moves nothing.
        case describe(id: String)
        /// A currency, the tracking of payouts elsewhere: it says something about the instance and moves nothing.
        case configure
        /// Balances are kept from now on, each from what it is.
        case enableAccounting
        /// All balances become zero and stay so, whatever is paid, until accounting is enabled again. What was earned stays.
        case disableAccounting
    }

    /// What one identity is paid in a distribution.
    package struct Receipt: Sendable, Equatable {
        package let id: String
        package let amount: Amount
    }
}
