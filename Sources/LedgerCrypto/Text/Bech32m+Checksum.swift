extension Bech32m {
    /// What the remainder of a right text is (BIP350); the older bech32 has 1 (BIP173).
    static let constant: UInt32 = 0x2bc8_30a3
    static let bech32Constant: UInt32 = 1

    /// The six values that make a text of `prefix` and `data` right.
    static func checksum(prefix: [UInt8], data: [UInt8]) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: checksumLength)
        let remainder = remainder(prefix: prefix, data: data + zeros) ^ constant
        return (0..<checksumLength).map { UInt8(remainder >> (5 * (5 - $0)) & 31) }
    }

    /// The remainder of prefix and data, taken as a polynomial over GF(32), by the generator of the code.
    static func remainder(prefix: [UInt8], data: [UInt8]) -> UInt32 {
        var remainder: UInt32 = 1
        for byte in prefix { remainder = step(remainder, byte >> 5) }
        remainder = step(remainder, 0)
        for byte in prefix { remainder = step(remainder, byte & 31) }
        for value in data { remainder = step(remainder, value) }
        return remainder
    }

    /// The index of the one value among the last `count` whose change explains `syndrome`; nil if no single one does.
    ///
    /// The code is linear: changing a value by `error` adds `error · x^(values behind it)` to the remainder. So all
    /// single errors are tried without touching the text. No two of them can give the same syndrome, since the code
    /// tells any two texts of up to 90 characters apart that differ in up to four places.
    static func mistyped(syndrome: UInt32, count: Int) -> Int? {
        for error in 1...31 as ClosedRange<UInt32> {
            var effect = error
            for index in (0..<count).reversed() {
                if effect == syndrome { return index }
                effect = step(effect, 0)
            }
        }
        return nil
    }

    private static func step(_ remainder: UInt32, _ value: UInt8) -> UInt32 {
        let top = remainder >> 25
        var next = (remainder & 0x1ff_ffff) << 5 ^ UInt32(value)
        if top & 1 != 0 { next ^= 0x3b6a_57b2 }
        if top & 2 != 0 { next ^= 0x2650_8e6d }
        if top & 4 != 0 { next ^= 0x1ea1_19fa }
        if top & 8 != 0 { next ^= 0x3d42_33dd }
        if top & 16 != 0 { next ^= 0x2a14_62b3 }
        return next
    }
}

extension Bech32m {
    /// Bytes as groups of five bits, the last filled up with zero bits.
    static func regroup(_ bytes: [UInt8]) -> [UInt8] {
        var groups: [UInt8] = []
        groups.reserveCapacity((8 * bytes.count + 4) / 5)
        var pending: UInt32 = 0
        var pendingBits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            pendingBits += 8
            while pendingBits >= 5 {
                pendingBits -= 5
                groups.append(UInt8(pending >> pendingBits & 31))
            }
            pending &= 1 << pendingBits - 1
        }
        if pendingBits > 0 { groups.append(UInt8(pending << (5 - pendingBits) & 31)) }
        return groups
    }

    /// Groups of five bits as bytes; nil if more than four bits are left over, or any that is not zero.
    static func ungroup(_ groups: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(5 * groups.count / 8)
        var pending: UInt32 = 0
        var pendingBits = 0
        for group in groups {
            pending = pending << 5 | UInt32(group)
            pendingBits += 5
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(pending >> pendingBits & 255))
            }
            pending &= 1 << pendingBits - 1
        }
        return pendingBits < 5 && pending == 0 ? bytes : nil
    }
}
