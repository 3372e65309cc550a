package import Ledger
package import LedgerAPI
import LedgerCrypto
import LedgerStore

extension LedgerViews {
    /// How references and accounts stand.
    ///
    /// - Parameter payers: for each reference the number of the transaction that pays it, where there is one. One that is not durable yet
    ///   is not shown: the reference is then as free as it was.
    package func lookup(payers: [UInt64?], accounts: [AccountID]) throws -> LookupView {
        // Most references of a payout were paid by few transactions, and a transaction may be large.
        var known: [UInt64: LookupView.Reference] = [:]
        let references = try payers.map { number -> LookupView.Reference in
            guard let number else { return LookupView.Reference() }
            if let reference = known[number] { return reference }
            var reference = LookupView.Reference()
            if let stored = try store.transaction(number: number), stored.height <= limit {
                reference = .init(transaction: stored.id.hex, transactionNumber: number, height: stored.height)
            }
            known[number] = reference
            return reference
        }
        let standing = try accounts.map { id -> LookupView.Account in
            guard let record = try store.account(id)?.record else { return .init(known: false) }
            let into = try record.mergedInto.flatMap { try store.account(index: Int($0))?.id }
            return .init(known: true, mergedInto: into?.description)
        }
        return LookupView(
            height: try height(), lastMaturesAtMs: try store.totals().lastMaturesAt.milliseconds,
            references: references,
            accounts: standing)
    }
}
