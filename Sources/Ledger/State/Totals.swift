/// The ledger's sums and running numbers.
public struct Totals: Hashable, Sendable {
    /// The time of the last block; of the genesis before the first.
    public internal(set) var time: Timestamp
    /// How many transactions the chain holds, which is the running number of the next.
    public internal(set) var transactions: UInt64 = 0
    public internal(set) var minted: Amount = .zero
    public internal(set) var revoked: Amount = .zero
    public internal(set) var burned: Amount = .zero
    /// How many credits were ever issued.
    public internal(set) var issued: UInt64 = 0
    /// How many of them, from the first on, are no longer pending.
    public internal(set) var settled: UInt64 = 0
    /// When the last credit issued matures; the next one does not before it.
    public internal(set) var lastMaturesAt: Timestamp = Timestamp(milliseconds: 0)

    init(time: Timestamp) {
        self.time = time
    }

    /// What minted − revoked − burned comes to: all balances and all pending credits.
    public var supply: Amount { Amount(minted.units - revoked.units - burned.units) }
}

extension Totals: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(time)
        encoder.write(transactions)
        encoder.write(minted)
        encoder.write(revoked)
        encoder.write(burned)
        encoder.write(issued)
        encoder.write(settled)
        encoder.write(lastMaturesAt)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        time = try Timestamp(from: &decoder)
        transactions = try decoder.readInteger()
        minted = try Amount(from: &decoder)
        revoked = try Amount(from: &decoder)
        burned = try Amount(from: &decoder)
        issued = try decoder.readInteger()
        settled = try decoder.readInteger()
        lastMaturesAt = try Timestamp(from: &decoder)
    }
}
