import LedgerAPI

/// What a guard's file says.
struct GuardContent: Equatable {
    let newest: GuardRecord
    /// The other record is damaged, perhaps as the power went while it was written. Then the block after the newest may be published too.
    let mayBeOneMore: Bool

    /// - Throws: ``GuardFault/unreadable(path:_:)``.
    init(_ bytes: [UInt8], path: String) throws {
        guard bytes.count == 2 * GuardRecord.size else {
            do { newest = try JSON.decode(from: bytes) } catch { throw GuardFault.unreadable(path: path, "\(error)") }
            guard newest.check == nil else {
                throw GuardFault.unreadable(
                    path: path, "it has \(bytes.count) bytes, where a guard has \(2 * GuardRecord.size)")
            }
            mayBeOneMore = false
            return
        }
        let records = [bytes.prefix(GuardRecord.size), bytes.suffix(GuardRecord.size)].compactMap(GuardRecord.init)
        guard let newest = records.max(by: { $0.height < $1.height }) else {
            throw GuardFault.unreadable(path: path, "neither of its two records is whole")
        }
        self.newest = newest
        mayBeOneMore = records.count == 1
    }
}
