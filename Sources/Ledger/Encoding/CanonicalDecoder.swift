public import LedgerCrypto

/// Reads BCS and refuses every byte string that is not the one encoding of a value.
///
/// Nothing is allocated by a length before it was checked against its limit and the bytes that are there. The decoder keeps
/// a reference to the array that it reads; it copies nothing but the values themselves.
public struct CanonicalDecoder: Sendable {
    public let bytes: [UInt8]
    /// The next byte to be read.
    public private(set) var offset: Int
    private let end: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
        end = bytes.count
    }

    /// A decoder of `range` of the bytes; offsets in faults count from the start of `bytes`.
    public init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range) is outside of the bytes")
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    public var remaining: Int { end - offset }

    public func fault(at offset: Int? = nil, _ expected: String) -> DecodingFault {
        .malformed(offset: offset ?? self.offset, expected: expected)
    }

    /// Lends the bytes that were read since the decoder stood at `start`.
    func withBytes<Result>(since start: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<offset])) }
    }

    /// Checks that every byte was read.
    public func finish() throws(DecodingFault) {
        guard remaining == 0 else { throw fault("the end, got \(remaining) more bytes") }
    }

    /// Moves past `count` bytes and returns where they begin.
    private mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws(DecodingFault) -> Int {
        guard count <= remaining else { throw fault("\(what()) (\(count) bytes), got the end after \(remaining)") }
        defer { offset += count }
        return offset
    }

    public mutating func readByte(_ what: @autoclosure () -> String = "a byte") throws(DecodingFault) -> UInt8 {
        bytes[try take(1, what())]
    }

    public mutating func readBool() throws(DecodingFault) -> Bool {
        let value = try readByte("a flag")
        guard value <= 1 else { throw fault(at: offset - 1, "a flag 0 or 1, got \(value)") }
        return value == 1
    }

    /// Reads a value of which any bytes make one.
    private mutating func load<Value: BitwiseCopyable>(_ what: @autoclosure () -> String) throws(DecodingFault) -> Value
    {
        let start = try take(MemoryLayout<Value>.size, what())
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Value.self) }
    }

    public mutating func readInteger<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFault) -> Value {
        Value(littleEndian: try load("a \(Value.bitWidth)-bit integer"))
    }

    public mutating func readDigest() throws(DecodingFault) -> Digest { try load("a hash") }

    public mutating func readKey() throws(DecodingFault) -> PublicKey { try load("a key") }

    public mutating func readSignature() throws(DecodingFault) -> Signature { try load("a signature") }

    public mutating func readRaw(_ count: Int, _ what: @autoclosure () -> String) throws(DecodingFault) -> [UInt8] {
        let start = try take(count, what())
        return Array(bytes[start..<start + count])
    }

    /// Reads a count, length or tag, in the fewest bytes that hold it and at most 2³²−1.
    public mutating func readULEB128() throws(DecodingFault) -> Int {
        // Nearly all are below 128.
        if remaining > 0, bytes[offset] < 0x80 {
            defer { offset += 1 }
            return Int(bytes[offset])
        }
        return try readLongULEB128()
    }

    private mutating func readLongULEB128() throws(DecodingFault) -> Int {
        let start = offset
        var value = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            let byte = try readByte("a ULEB128 number")
            value |= Int(byte & 0x7F) << shift
            guard byte >= 0x80 else {
                guard byte != 0 || shift == 0 else { throw fault(at: start, "ULEB128 in the fewest bytes") }
                guard value <= UInt32.max else { throw fault(at: start, "a ULEB128 number of at most 2^32-1") }
                return value
            }
        }
        throw fault(at: start, "a ULEB128 number of at most 5 bytes")
    }

    /// Reads the tag of an enum with `count` cases.
    public mutating func readTag(of count: Int, _ what: @autoclosure () -> String) throws(DecodingFault) -> Int {
        let start = offset
        let tag = try readULEB128()
        guard tag < count else { throw fault(at: start, "the tag of \(what()), 0…\(count - 1), got \(tag)") }
        return tag
    }

    /// Reads a count of elements of at least `elementBytes` each, so that a count that cannot be there is refused at once.
    public mutating func readCount(
        _ limits: ClosedRange<Int>, elementBytes: Int, _ what: @autoclosure () -> String
    ) throws(DecodingFault) -> Int {
        let start = offset
        let count = try readULEB128()
        guard limits.contains(count) else {
            throw fault(at: start, "\(limits.lowerBound)…\(limits.upperBound) \(what()), got \(count)")
        }
        guard count * elementBytes <= remaining else {
            throw fault(at: start, "\(count) \(what()), got the end after \(remaining) bytes")
        }
        return count
    }

    /// Reads the UTF-8 of a string of `limits` bytes.
    public mutating func readString(_ limits: ClosedRange<Int>, _ what: String) throws(DecodingFault) -> String {
        let count = try readCount(limits, elementBytes: 1, "bytes of \(what)")
        let start = try take(count, what)
        guard let text = try? UTF8Span(validating: bytes.span.extracting(start..<start + count)) else {
            throw fault(at: start, "\(what) in UTF-8")
        }
        return String(copying: text)
    }

    /// Moves behind a string of `limits` bytes.
    mutating func passString(_ limits: ClosedRange<Int>, _ what: String) throws(DecodingFault) {
        _ = try take(try readCount(limits, elementBytes: 1, "bytes of \(what)"), what)
    }

    public mutating func readOptional<Value: Canonical>(_ type: Value.Type) throws(DecodingFault) -> Value? {
        try readBool() ? try Value(from: &self) : nil
    }

    /// Reads a list of values.
    public mutating func readList<Value: Canonical>(
        _ type: Value.Type, _ limits: ClosedRange<Int>, elementBytes: Int, _ what: String
    ) throws(DecodingFault) -> [Value] {
        let count = try readCount(limits, elementBytes: elementBytes, what)
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    /// Reads a set: values in strictly ascending order of `key`.
    public mutating func readSet<Value: Canonical, Key: Comparable>(
        _ type: Value.Type, _ limits: ClosedRange<Int>, elementBytes: Int, _ what: String, by key: (Value) -> Key
    ) throws(DecodingFault) -> [Value] {
        try readAscending(try readCount(limits, elementBytes: elementBytes, what), after: nil, what, by: key)
    }

    /// Reads values in strictly ascending order of `key`, the first of them after `last`.
    ///
    /// - Parameter count: as ``readCount(_:elementBytes:_:)`` has let it pass, since so many are allocated at once.
    mutating func readAscending<Value: Canonical, Key: Comparable>(
        _ count: Int, after last: Value?, _ what: String, by key: (Value) -> Key
    ) throws(DecodingFault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            let start = offset
            let value = try Value(from: &self)
            if let last = values.last ?? last, key(last) >= key(value) {
                throw fault(at: start, "\(what) in strictly ascending order")
            }
            values.append(value)
        }
        return values
    }
}
