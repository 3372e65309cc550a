import Ledger
import LedgerStore

/// Reads the transactions behind the lines of a page, each once where several lines after another come from it: a reward may have paid
/// one account 2,048 times.
///
/// A page ends once so many bytes were read for it, so that what it costs is bounded whatever the transactions are.
final class RewardReader {
    /// Half of it is twenty of the largest transactions.
    private static let byteLimit = 4 << 20

    private let store: LedgerStore
    private var stored: StoredTransaction?
    private var signed: SignedTransaction?
    private var bytes = 0

    init(_ store: LedgerStore) { self.store = store }

    /// Whether the page should end here.
    var isUsedUp: Bool { bytes >= Self.byteLimit }

    func transaction(_ number: UInt64) throws -> StoredTransaction? {
        if let stored, stored.number == number { return stored }
        stored = try store.transaction(number: number)
        signed = nil
        bytes += stored?.bytes.count ?? 0
        return stored
    }

    /// The transaction, decoded.
    func decoded(_ number: UInt64) throws -> SignedTransaction? {
        guard let stored = try transaction(number) else { return nil }
        if let signed { return signed }
        signed = try SignedTransaction(decoding: stored.bytes)
        return signed
    }

    /// A credit of a reward, and who issued it. The first that is asked for is found in the bytes; for a second all are decoded.
    func credit(_ index: UInt16, of number: UInt64) throws -> (issuer: AccountID, credit: Credit)? {
        let isFirst = stored?.number != number
        guard let stored = try transaction(number) else { return nil }
        if isFirst { return try RewardedCredit(index, of: stored.bytes).map { ($0.issuer, $0.credit) } }
        guard let transaction = try decoded(number)?.transaction, let reward = transaction.action.body as? Reward,
            reward.credits.indices.contains(Int(index))
        else { return nil }
        return (transaction.sender, reward.credits[Int(index)])
    }
}
