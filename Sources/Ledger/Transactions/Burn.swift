/// Destroys an amount of the sender's balance for ever.
public struct Burn: ActionBody, Hashable {
    public static let tag = 2
    public static let name = "burn"
    public static let leastByteCount = 16

    public let amount: Amount

    public init(amount: Amount) {
        self.amount = amount
    }

    public var fields: [Field] { [Field("amount", .amount(amount))] }

    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(amount) }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        amount = try Amount(from: &decoder)
    }
}
