package import Ledger

/// Numbers of up to 64 bits as ULEB128 in the fewest bytes. BCS knows it for 32 bits alone, and the protocol needs no more.
extension CanonicalEncoder {
    package mutating func write(compact value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            write(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(byte: UInt8(rest))
    }
}

extension CanonicalDecoder {
    package mutating func readCompact<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFault) -> Value {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: 0, to: UInt64.bitWidth, by: 7) {
            let byte = try readByte("a compact number")
            let part = UInt64(byte & 0x7F)
            guard (part << shift) >> shift == part else { break }
            value |= part << shift
            guard byte < 0x80 else { continue }
            guard byte != 0 || shift == 0 else { throw fault(at: start, "a compact number in the fewest bytes") }
            guard let value = Value(exactly: value) else { break }
            return value
        }
        throw fault(at: start, "a compact number of at most \(Value.bitWidth) bits")
    }
}
