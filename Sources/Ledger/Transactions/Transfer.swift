public import LedgerCrypto

/// Moves an amount from the sender's balance to another account.
public struct Transfer: ActionBody, Hashable {
    public static let tag = 1
    public static let name = "transfer"
    public static let leastByteCount = 33 + 16 + 1

    public let to: AccountID
    public let amount: Amount
    public let evidence: Digest?

    public init(to: AccountID, amount: Amount, evidence: Digest? = nil) {
        self.to = to
        self.amount = amount
        self.evidence = evidence
    }

    public var fields: [Field] {
        [Field("to", .account(to)), Field("amount", .amount(amount))] + .evidence(evidence)
    }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(to)
        encoder.write(amount)
        encoder.write(evidence)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        to = try AccountID(from: &decoder)
        amount = try Amount(from: &decoder)
        evidence = try decoder.readOptional(Digest.self)
    }
}
