public import LedgerCrypto

/// Writes values in BCS (Binary Canonical Serialization): fixed-width little-endian integers, ULEB128 lengths and tags.
///
/// A value has exactly one encoding. What is signed, hashed, stored and sent is that byte string.
public struct CanonicalEncoder: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init(reserving byteCount: Int = 0) {
        bytes.reserveCapacity(byteCount)
    }

    /// Empties the buffer and keeps its memory, for callers that encode many values one after the other.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
    }

    public mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    public mutating func write(_ flag: Bool) {
        bytes.append(flag ? 1 : 0)
    }

    public mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func write(_ digest: Digest) {
        digest.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public mutating func write(_ key: PublicKey) {
        key.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public mutating func write(_ signature: Signature) {
        signature.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public mutating func write(raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    /// Writes a count, length or enum tag as ULEB128 in the fewest bytes. At most 2³²−1.
    public mutating func write(uleb128 value: Int) {
        precondition(value >= 0 && value <= UInt32.max, "a ULEB128 value is 0…2³²−1, got \(value)")
        var rest = UInt32(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes a string as its byte count and its UTF-8.
    public mutating func write(_ text: String) {
        write(uleb128: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    public mutating func write(_ value: some Canonical) {
        value.encode(to: &self)
    }

    public mutating func write<Value: Canonical>(_ values: [Value]) {
        write(uleb128: values.count)
        for value in values { value.encode(to: &self) }
    }

    public mutating func write<Value: Canonical>(_ value: Value?) {
        write(value != nil)
        if let value { value.encode(to: &self) }
    }
}
