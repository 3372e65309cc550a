import Ledger
import LedgerAPI
import LedgerClient

/// Pages of a history, newest first, from a node that nobody trusts: each begins where the one before ended, so that they come to an end.
struct HistoryWalk {
    /// The most entries that are kept at once, about a gigabyte.
    static let entryLimit = 1_000_000

    /// No entry may have this number or a later one.
    private var end: UInt64?
    private var entryCount = 0

    /// Makes sure that a page may follow those before it.
    mutating func take(_ page: HistoryPage, limit: Int) throws {
        guard page.entries.count <= limit else {
            throw fault("a page of \(page.entries.count) entries where at most \(limit) were asked for")
        }
        for entry in page.entries {
            if let end, entry.number >= end { throw fault("entry \(entry.number) where those before \(end) follow") }
            end = entry.number
            if let fault = Self.fault(of: entry) { throw self.fault("entry \(entry.number) with \(fault)") }
        }
        entryCount += page.entries.count
        guard let next = page.next else { return }
        guard !page.entries.isEmpty else { throw fault("an empty page with the cursor '\(next)' of a next one") }
        guard let cursor = UInt64(next), cursor == end else {
            throw fault("the cursor '\(next)' after entry \(end.map(String.init) ?? "none")")
        }
        guard entryCount <= Self.entryLimit else {
            throw CommandFailure.impossible(
                "the history has over \(Self.entryLimit) entries, too many at once; take it in pages: --limit 1000, then --before CURSOR"
            )
        }
    }

    /// What of an entry no ledger has; nil where nothing is. What follows is written into journals and tables as it stands.
    private static func fault(of entry: HistoryEntryView) -> String? {
        guard kinds.contains(entry.kind) else { return "the kind '\(entry.kind)'" }
        guard let time = Timestamp(iso8601: entry.time), time.milliseconds == entry.timeMs else {
            return "the time '\(entry.time)'"
        }
        guard let amount = UInt128(entry.amount), "\(amount)" == entry.amount else {
            return "the amount '\(entry.amount)'"
        }
        for change in [entry.balanceChange, entry.pendingChange]
        where !["0", "+\(amount)", "-\(amount)"].contains(change) { return "the change '\(change)'" }
        guard entry.balanceChange.first != entry.pendingChange.first || entry.balanceChange == "0" else {
            return "the changes '\(entry.balanceChange)' and '\(entry.pendingChange)'"
        }
        return nil
    }

    private static let kinds: Set<String> = ["issued", "matured", "revoked", "transferred", "burned", "merged"]

    private func fault(_ what: String) -> CommandFailure {
        .impossible("the node's history can't be right: it sent \(what)")
    }
}
