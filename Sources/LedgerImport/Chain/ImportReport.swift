package import Ledger
package import LedgerCrypto

/// What an import did.
package struct ImportReport: Sendable {
    /// All of the ledger's, old and new.
    package let events: Int
    /// The running hash over all events.
    package let runningHash: Digest
    /// How many of the ledger's transactions the chain held already.
    package let found: Int
    /// What was appended.
    package let blocks: Int
    package let bindings: Int
    package let rewards: Int
    package let credits: Int
    package let transfers: Int
    package let merges: Int
    /// Payments that were not sent, of the events after the last one that was on the chain before.
    package let skipped: [SkippedPayment]
    /// The handles of all identities of the ledger, in order of their creation.
    package let handles: [Handle]

    package var transactions: Int { bindings + rewards + transfers + merges }
}
