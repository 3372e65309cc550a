import GRDB
import Ledger

/// What accounts are ordered by.
struct AccountAmounts: Hashable, Sendable {
    var balance: Amount
    var earned: Amount
}

/// What the writer knows of the rows of `accounts`, and need not read: 64 bytes of each.
struct KnownAccounts: Sendable {
    var links: HistoryLinks
    /// By index.
    private var amounts: [AccountAmounts]
    /// What SQLite may keep in memory, in MiB.
    private var cache = 0

    init(links: HistoryLinks = HistoryLinks(), amounts: [AccountAmounts] = []) {
        self.links = links
        self.amounts = amounts
    }

    /// Writes what of `accounts`, ascending by index, is not in the rows yet, and from then on knows it.
    mutating func write(_ accounts: [(index: Int, record: AccountRecord)], _ db: Database) throws {
        var rows = try AccountRows(db)
        for (index, record) in accounts {
            guard index <= amounts.count else {
                throw Damage(
                    .accounts, "index \(amounts.count)", found: "no row", expected: "one before index \(index)")
            }
            let now = AccountAmounts(balance: record.balance, earned: record.earned)
            try rows.write(index, record, links[index], before: index < amounts.count ? amounts[index] : nil)
            if index < amounts.count { amounts[index] = now } else { amounts.append(now) }
        }
    }

    /// Lets SQLite keep in memory what blocks change all over the tables, which are the accounts with their orders, and what the last
    /// blocks appended. No more: it walks through all that it keeps at nearly every commit, to find pages beyond the end of the file.
    mutating func fitCache(_ db: Database) throws {
        let fitting = min(64, 16 * (1 + amounts.count / 65_536))
        guard fitting > cache else { return }
        try db.execute(sql: "PRAGMA cache_size = -\(fitting * 1024)")
        cache = fitting
    }
}
