package import Ledger

extension AccountRecord {
    /// Writes all of a record but its id, its balance and what it earned, in few bytes.
    package func encodeRest(to encoder: inout CanonicalEncoder) {
        encoder.write(compact: sequence)
        encoder.write(authority)
        encoder.write(compact: epoch)
        encoder.write(compact: UInt64(used))
        encoder.write(compact: UInt64(pending))
        encoder.write(compact: mergedInto.map { UInt64($0) + 1 } ?? 0)
    }

    package init(_ id: AccountID, balance: Amount, earned: Amount, rest bytes: [UInt8]) throws(DecodingFault) {
        var decoder = CanonicalDecoder(bytes)
        let sequence = try decoder.readCompact(UInt64.self)
        let authority = try Authority(from: &decoder)
        let epoch = try decoder.readCompact(UInt64.self)
        let (used, pending) = (try decoder.readCompact(UInt32.self), try decoder.readCompact(UInt32.self))
        let start = decoder.offset
        let merged = try decoder.readCompact(UInt64.self)
        guard merged <= UInt64(UInt32.max) + 1 else {
            throw decoder.fault(at: start, "0, or an index of 32 bits and 1")
        }
        try decoder.finish()
        self.init(
            id: id, sequence: sequence, balance: balance, earned: earned, authority: authority, epoch: epoch,
            used: used, pending: pending, mergedInto: merged == 0 ? nil : UInt32(merged - 1))
    }
}
