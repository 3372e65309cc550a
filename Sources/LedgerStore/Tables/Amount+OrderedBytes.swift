package import Ledger

/// Amounts as SQLite keeps them, so that it orders their bytes as numbers: how many bytes follow, then the number in as few as it takes, most
/// significant first. Zero is one byte, a million four.
extension Amount {
    static let orderedByteLimit = 17

    /// Runs `body` on the bytes.
    package func withOrderedBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: Self.orderedByteLimit, alignment: 1) { buffer in
            let count = (UInt128.bitWidth - units.leadingZeroBitCount + 7) / 8
            buffer[0] = UInt8(count)
            withUnsafeBytes(of: units.bigEndian) { all in
                for (place, byte) in all.suffix(count).enumerated() { buffer[1 + place] = byte }
            }
            return body(UnsafeRawBufferPointer(rebasing: buffer[...count]))
        }
    }

    /// - Returns: nil where the bytes are not what ``withOrderedBytes(_:)`` gives.
    package init?(orderedBytes bytes: some Collection<UInt8>) {
        guard let count = bytes.first, count < Self.orderedByteLimit, bytes.count == Int(count) + 1 else { return nil }
        let digits = bytes.dropFirst()
        guard digits.first != 0 else { return nil }
        self.init(digits.reduce(0) { $0 << 8 | UInt128($1) })
    }
}
