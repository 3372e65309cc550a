import LedgerCrypto

/// Sixteen bytes that stand for a reason and a reference in the state: the first half of `H("laurel/reference", …)`.
public struct ReferenceDigest: Hashable, Sendable {
    package static let byteCount = 16

    let high: UInt64
    let low: UInt64

    private static let tag = TaggedHash("laurel/reference")

    public init(_ reason: Reason, _ reference: Reference) {
        var encoder = CanonicalEncoder(reserving: 100)
        encoder.write(reason)
        encoder.write(reference)
        self = encoder.withUnsafeBytes { ReferenceDigest(ofEncoded: $0) }
    }

    /// - Parameter bytes: the encodings of a reason and a reference, one after the other.
    init(ofEncoded bytes: UnsafeRawBufferPointer) {
        (high, low) = Self.tag.hash(bytes).withUnsafeBytes {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}

extension ReferenceDigest: Canonical {
    /// Writes the bytes of the hash: they were loaded as they lay in memory, so on a machine of either byte order they go out as they lay.
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(UInt64(littleEndian: high))
        encoder.write(UInt64(littleEndian: low))
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        high = try decoder.readInteger(UInt64.self).littleEndian
        low = try decoder.readInteger(UInt64.self).littleEndian
    }
}
