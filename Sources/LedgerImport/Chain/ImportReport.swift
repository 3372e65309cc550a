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
    /// Of balances, where SourceCred keeps none.
    package let burns: Int
    /// Of events that no other transaction pins.
    package let attestations: Int
    /// How many new events came to nothing but an attestation, by their types.
    package let quiet: [String: Int]
    /// Payments that were not sent, of the events after the last one that was on the chain before.
    package let skipped: [SkippedPayment]
    /// The handles of all identities of the ledger, in order of their creation.
    package let handles: [Handle]

    package var transactions: Int { bindings + rewards + transfers + merges + burns + attestations }
}

/// How far an import has come.
package struct ImportProgress: Sendable {
    package enum Phase: String, Sendable {
        /// Comparing the chain's blocks with the ledger.
        case comparing
        /// Signing transactions and trying them on a copy of the state.
        case signing
        /// Writing blocks.
        case writing
    }

    package let phase: Phase
    package let done: Int
    package let total: Int
}
