public import LedgerCrypto

/// The sender says in public, at this time, that a hash belongs to a topic: of a document, a ledger elsewhere, a list.
///
/// The chain gives it neither meaning nor effect: a topic may be attested again, with another hash, and by others.
public struct Attest: ActionBody, Hashable {
    public static let tag = 12
    public static let name = "attest"
    public static let leastByteCount = 2 + 32

    public let topic: Reference
    public let hash: Digest

    public init(topic: Reference, hash: Digest) {
        self.topic = topic
        self.hash = hash
    }

    public var fields: [Field] { [Field("topic", .text(topic.text)), Field("hash", .hash(hash))] }

    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(topic)
        encoder.write(hash)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        topic = try Reference(from: &decoder)
        hash = try Digest(from: &decoder)
    }
}
