public import LedgerCrypto

/// A key and its signature over a transaction's id.
public struct Witness: Sendable, Hashable {
    public let key: PublicKey
    public let signature: Signature

    public init(key: PublicKey, signature: Signature) {
        self.key = key
        self.signature = signature
    }

    static let byteCount = 96
}

extension Witness: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(key)
        encoder.write(signature)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        key = try decoder.readKey()
        signature = try decoder.readSignature()
    }
}
