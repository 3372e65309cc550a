/// What to look up at once: references and accounts, together at most ``limit``.
package struct LookupQuery: Codable, Sendable, Equatable {
    package static let limit = 512

    /// What a reward pays for.
    package struct Reference: Codable, Sendable, Equatable, Hashable {
        /// `ticketResolved`, `proposalAccepted` or `other:CATEGORY`.
        package var reason: String
        package var reference: String

        package init(reason: String, reference: String) {
            self.reason = reason
            self.reference = reference
        }
    }

    package var references: [Reference]
    /// Ids, `laurel1…`.
    package var accounts: [String]

    package init(references: [Reference] = [], accounts: [String] = []) {
        self.references = references
        self.accounts = accounts
    }
}

/// How what was looked up stands after the block `height`, in the order in which it was asked for.
package struct LookupView: Codable, Sendable, Equatable {
    /// A reference: empty where it is free.
    package struct Reference: Codable, Sendable, Equatable {
        /// The id of the transaction that pays it, its running number and its block.
        package var transaction: String?
        package var transactionNumber: UInt64?
        package var height: UInt64?

        package init(transaction: String? = nil, transactionNumber: UInt64? = nil, height: UInt64? = nil) {
            self.transaction = transaction
            self.transactionNumber = transactionNumber
            self.height = height
        }
    }

    package struct Account: Codable, Sendable, Equatable {
        /// Whether the chain has it.
        package var known: Bool
        /// The id of the account that took it over.
        package var mergedInto: String?

        package init(known: Bool, mergedInto: String? = nil) {
            self.known = known
            self.mergedInto = mergedInto
        }
    }

    package var height: UInt64
    /// When the last reward that was ever issued matures; none that is issued now matures before it.
    package var lastMaturesAtMs: UInt64
    package var references: [Reference]
    package var accounts: [Account]

    package init(height: UInt64, lastMaturesAtMs: UInt64, references: [Reference], accounts: [Account]) {
        self.height = height
        self.lastMaturesAtMs = lastMaturesAtMs
        self.references = references
        self.accounts = accounts
    }
}
