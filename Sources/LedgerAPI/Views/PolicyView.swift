/// The policy in force for the next block.
package struct PolicyView: Codable, Sendable, Equatable {
    /// The block after which it holds.
    package var height: UInt64
    package var authority: AccountRef
    /// Keys in hex.
    package var producers: [String]
    package var issuers: [IssuerView]
    package var arbiters: [AccountRef]
    package var registrars: [AccountRef]
    /// Such as `7d`.
    package var challengeWindow: String
    package var challengeWindowMs: UInt64
    package var bindDelay: String
    package var bindDelayMs: UInt64
    package var smallestAmount: String
    package var allowance: UInt32
    package var issuerAllowance: UInt32
    package var blockBytes: UInt32
    package var blockTransactions: UInt32
    package var epoch: EpochView

    package init(
        height: UInt64, authority: AccountRef, producers: [String], issuers: [IssuerView], arbiters: [AccountRef],
        registrars: [AccountRef], challengeWindow: String, challengeWindowMs: UInt64, bindDelay: String,
        bindDelayMs: UInt64, smallestAmount: String, allowance: UInt32, issuerAllowance: UInt32, blockBytes: UInt32,
        blockTransactions: UInt32, epoch: EpochView
    ) {
        self.height = height
        self.authority = authority
        self.producers = producers
        self.issuers = issuers
        self.arbiters = arbiters
        self.registrars = registrars
        self.challengeWindow = challengeWindow
        self.challengeWindowMs = challengeWindowMs
        self.bindDelay = bindDelay
        self.bindDelayMs = bindDelayMs
        self.smallestAmount = smallestAmount
        self.allowance = allowance
        self.issuerAllowance = issuerAllowance
        self.blockBytes = blockBytes
        self.blockTransactions = blockTransactions
        self.epoch = epoch
    }
}

/// An issuer and what it has spent in the epoch of the last block.
package struct IssuerView: Codable, Sendable, Equatable {
    package var account: AccountRef
    /// Such as `ticketResolved`, `other:*`.
    package var scope: [String]
    package var capPerReference: String
    package var budgetPerEpoch: String
    package var spent: String
    package var left: String

    package init(
        account: AccountRef, scope: [String], capPerReference: String, budgetPerEpoch: String, spent: String,
        left: String
    ) {
        self.account = account
        self.scope = scope
        self.capPerReference = capPerReference
        self.budgetPerEpoch = budgetPerEpoch
        self.spent = spent
        self.left = left
    }
}

/// The epoch of the last block.
package struct EpochView: Codable, Sendable, Equatable {
    package var number: UInt64
    /// Such as `30d`.
    package var length: String
    package var lengthMs: UInt64
    /// ISO 8601.
    package var endsAt: String
    package var endsAtMs: UInt64

    package init(
        number: UInt64, length: String, lengthMs: UInt64, endsAt: String, endsAtMs: UInt64
    ) {
        self.number = number
        self.length = length
        self.lengthMs = lengthMs
        self.endsAt = endsAt
        self.endsAtMs = endsAtMs
    }
}
