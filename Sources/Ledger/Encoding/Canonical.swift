public import LedgerCrypto

/// A value with exactly one BCS encoding.
///
/// `init(from:)` accepts that encoding and no other, so decoding and encoding again gives the same bytes.
public protocol Canonical: Sendable {
    func encode(to encoder: inout CanonicalEncoder)
    init(from decoder: inout CanonicalDecoder) throws(DecodingFault)
}

extension Canonical {
    /// The value's one encoding.
    public var encoded: [UInt8] {
        var encoder = CanonicalEncoder()
        encode(to: &encoder)
        return encoder.bytes
    }

    /// Decodes a value that fills `bytes` to the last byte.
    ///
    /// - Throws: ``DecodingFault`` with the offset where the bytes are not an encoding of this type.
    public init(decoding bytes: [UInt8]) throws(DecodingFault) {
        var decoder = CanonicalDecoder(bytes)
        self = try Self(from: &decoder)
        try decoder.finish()
    }
}

extension Digest: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(self) }
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) { self = try decoder.readDigest() }
}

extension PublicKey: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) { encoder.write(self) }
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) { self = try decoder.readKey() }
}
