public import LedgerCrypto

/// Moves the sender's balance and earned total into another account, witnessed by both, and closes the sender for ever.
public struct Merge: ActionBody, Hashable {
    public static let tag = 8
    public static let name = "merge"
    public static let leastByteCount = 33 + 1

    public let into: AccountID
    public let evidence: Digest?

    public init(into: AccountID, evidence: Digest? = nil) {
        self.into = into
        self.evidence = evidence
    }

    public var fields: [Field] { [Field("into", .account(into))] + .evidence(evidence) }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(into)
        encoder.write(evidence)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        into = try AccountID(from: &decoder)
        evidence = try decoder.readOptional(Digest.self)
    }
}
