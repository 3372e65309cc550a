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

    private func fault(_ what: String) -> CommandFailure {
        .impossible("the node's history can't be right: it sent \(what)")
    }
}
