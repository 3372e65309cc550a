/// What an issuer may pay for, and how much.
public struct IssuerTerms: Hashable, Sendable {
    public static let scopeLimit = 16

    /// 1…16 items, strictly ascending.
    public let scope: [ScopeItem]
    /// What all credits under one reference may sum to, at least 1.
    public let capPerReference: Amount
    /// What may be issued in one epoch, at least 1.
    public let budgetPerEpoch: Amount

    /// The scope may come in any order and with repetitions.
    public init(scope: [ScopeItem], capPerReference: Amount, budgetPerEpoch: Amount) {
        self.scope = Set(scope).sorted()
        self.capPerReference = capPerReference
        self.budgetPerEpoch = budgetPerEpoch
    }

    package func covers(_ reason: Reason) -> Bool { scope.contains { $0.covers(reason) } }

    var fields: [Field] {
        [
            Field("scope", .list(scope.map { .text($0.description) })),
            Field("capPerReference", .amount(capPerReference)), Field("budgetPerEpoch", .amount(budgetPerEpoch)),
        ]
    }
}

/// An account that may issue rewards.
public struct Issuer: Hashable, Sendable {
    public let account: AccountID
    public let terms: IssuerTerms

    public init(account: AccountID, terms: IssuerTerms) {
        self.account = account
        self.terms = terms
    }

    static let leastByteCount = 33 + 2 + 32
}

extension IssuerTerms: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(scope)
        encoder.write(capPerReference)
        encoder.write(budgetPerEpoch)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        scope = try decoder.readSet(ScopeItem.self, 1...Self.scopeLimit, elementBytes: 1, "scopes", by: { $0 })
        capPerReference = try Amount(from: &decoder)
        budgetPerEpoch = try Amount(from: &decoder)
    }
}

extension Issuer: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(account)
        encoder.write(terms)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        account = try AccountID(from: &decoder)
        terms = try IssuerTerms(from: &decoder)
    }
}
