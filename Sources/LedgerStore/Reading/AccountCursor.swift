package import Ledger

/// Where a walk over all accounts goes on.
///
/// A walk by index needs the last index alone. A walk by an amount also names the block after which it began: the amounts change while
/// it goes on, so its order is the one of that block to its end.
package struct AccountCursor: Hashable, Sendable {
    /// The last account that was shown.
    let index: Int
    /// Nil in a walk by index.
    let place: Place?

    /// Where an order by an amount was left.
    struct Place: Hashable, Sendable {
        /// The block after which the walk began, and how many accounts there were.
        let height: UInt64
        let accounts: Int
        /// The last account's amount, after that block.
        let amount: Amount
    }
}

extension AccountCursor: CustomStringConvertible {
    /// The index, or `height-accounts-amount-index`.
    package var description: String {
        guard let place else { return "\(index)" }
        return "\(place.height)-\(place.accounts)-\(place.amount)-\(index)"
    }

    /// What a page of this order gave as its next; nil where it can't have.
    package init?(_ text: String, of order: LedgerStore.AccountOrder) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 128, parts.count == (order == .index ? 1 : 4),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let last = parts.last, let index = UInt32(last)
        else { return nil }
        self.index = Int(index)
        guard order != .index else {
            place = nil
            return
        }
        guard let height = UInt64(parts[0]), height <= UInt64(Int64.max), let accounts = UInt32(parts[1]),
            let amount = UInt128(parts[2])
        else { return nil }
        place = Place(height: height, accounts: Int(accounts), amount: Amount(amount))
    }
}

/// Some accounts in an order.
package struct AccountPage: Sendable {
    package let accounts: [(index: Int, record: AccountRecord)]
    /// The block of the order, after which the accounts had the balances, earned totals and pending rewards that are told here.
    package let height: UInt64
    /// Where the next page begins; nil on the last one.
    package let next: AccountCursor?
}

/// Why a walk over accounts can't go on so that it shows each account once.
package enum WalkFault: Error, Equatable {
    /// Since the block after which it began, too much has changed for its order to be found again.
    case orderGone(height: UInt64)
    /// The cursor names a block or more accounts than there are.
    case unknownCursor
}
