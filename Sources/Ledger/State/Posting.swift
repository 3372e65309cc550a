/// A change of a balance as a pair: the amount leaves one place and arrives at another, so sums hold by construction.
public struct Posting: Hashable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A reward is issued and waits for its challenge window.
        case issued = 0
        /// A pending reward has become its recipient's.
        case matured = 1
        /// A pending reward was taken back.
        case revoked = 2
        case transferred = 3
        case burned = 4
        /// The balance of an account that was merged into another.
        case merged = 5
    }

    /// Where amounts are: with an account (by index), or outside of all balances.
    public enum Place: Hashable, Sendable {
        /// Not minted yet.
        case issuance
        case pending(UInt32)
        case balance(UInt32)
        case revoked
        case burned
    }

    public let kind: Kind
    public let from: Place
    public let to: Place
    public let amount: Amount
    /// The transaction that it comes from, by running number; of a maturity, the one that issued the reward.
    public let transaction: UInt64
    /// The credit of that transaction; 0 where there are no credits. Of a revocation, the credit that was revoked.
    public let credit: UInt16

    public init(kind: Kind, from: Place, to: Place, amount: Amount, transaction: UInt64, credit: UInt16) {
        self.kind = kind
        self.from = from
        self.to = to
        self.amount = amount
        self.transaction = transaction
        self.credit = credit
    }
}
