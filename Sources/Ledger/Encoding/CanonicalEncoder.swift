public import LedgerCrypto

/// Writes values in BCS (Binary Canonical Serialization): fixed-width little-endian integers, ULEB128 lengths and tags.
///
/// A value has exactly one encoding. What is signed, hashed, stored and sent is that byte string.
public struct CanonicalEncoder: Sendable {
    /// The encoding and room after it, so that a value is stored in place.
    private var buffer: [UInt8]
    private var count = 0

    public init(reserving byteCount: Int = 0) {
        buffer = Array(repeating: 0, count: byteCount)
    }

    /// What was written so far.
    public var bytes: [UInt8] { count == buffer.count ? buffer : Array(buffer[..<count]) }

    /// How many bytes were written so far.
    var byteCount: Int { count }

    /// Lends what was written so far; the pointer must not outlive the call.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Empties the buffer and keeps its memory, for callers that encode many values one after the other.
    public mutating func reset() {
        count = 0
    }

    public mutating func write(byte: UInt8) {
        store(byte)
    }

    public mutating func write(_ flag: Bool) {
        store(flag ? 1 : 0 as UInt8)
    }

    public mutating func write(_ value: some FixedWidthInteger & UnsignedInteger & BitwiseCopyable) {
        store(value.littleEndian)
    }

    public mutating func write(_ digest: Digest) {
        store(digest)
    }

    public mutating func write(_ key: PublicKey) {
        store(key)
    }

    public mutating func write(_ signature: Signature) {
        store(signature)
    }

    public mutating func write(raw: some Collection<UInt8>) {
        let start = count
        makeRoom(raw.count)
        buffer.withUnsafeMutableBytes { $0[start..<start + raw.count].copyBytes(from: raw) }
    }

    /// Appends a value's bytes as they lie in memory.
    @inline(__always)
    private mutating func store<Value: BitwiseCopyable>(_ value: Value) {
        let start = count
        makeRoom(MemoryLayout<Value>.size)
        buffer.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: start, as: Value.self) }
    }

    @inline(__always)
    private mutating func makeRoom(_ byteCount: Int) {
        count += byteCount
        if count > buffer.count { grow() }
    }

    @inline(never)
    private mutating func grow() {
        buffer.append(contentsOf: repeatElement(0, count: max(64, count - buffer.count, buffer.count)))
    }

    /// Writes a count, length or enum tag as ULEB128 in the fewest bytes. At most 2³²−1.
    public mutating func write(uleb128 value: Int) {
        precondition(value >= 0 && value <= UInt32.max, "a ULEB128 value is 0…2³²−1, got \(value)")
        var rest = UInt32(value)
        while rest >= 0x80 {
            store(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        store(UInt8(rest))
    }

    /// Writes a string as its byte count and its UTF-8.
    public mutating func write(_ text: String) {
        write(uleb128: text.utf8.count)
        write(raw: text.utf8)
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
