/// The authority adds, changes or removes one issuer, effective with the next block.
public struct SetIssuer: ActionBody, Hashable {
    public static let tag = 9
    public static let name = "setIssuer"
    public static let leastByteCount = 33 + 1

    public let account: AccountID
    /// Nil removes the issuer.
    public let terms: IssuerTerms?

    public init(account: AccountID, terms: IssuerTerms?) {
        self.account = account
        self.terms = terms
    }

    public var fields: [Field] {
        [Field("account", .account(account))] + (terms?.fields ?? [Field("removed", .text("yes"))])
    }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(account)
        encoder.write(terms)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        account = try AccountID(from: &decoder)
        terms = try decoder.readOptional(IssuerTerms.self)
    }
}
