import Ledger
package import LedgerCrypto

/// The ids of neighbouring transactions, sorted, so that each is found by the first bits of its id.
///
/// Ids are hashes. In one tree over all of them, each id of a block would change a page of its own, and the pages would be most of
/// what a commit writes. So a block's ids are appended as a run, and runs are merged as they grow: a log-structured merge
/// (O'Neil, Cheng, Gawlick and O'Neil, "The log-structured merge-tree", 1996). Each run is more than twice as long as the next, unless both
/// together would be longer than ``countLimit``. So there are few: some 20, and at most two more for each quarter of a million ids.
package struct IDRun: Equatable {
    /// The most ids in a run, so that a merge never rewrites more than 2 MiB.
    package static let countLimit = 1 << 18
    /// About so many ids are in a row: with its head, a quarter of a page of SQLite.
    static let rowLimit = 120

    /// The number of the first transaction.
    package let first: UInt64
    /// Ascending. Each has the first 40 bits of an id above 24 bits that say how many transactions after ``first`` it comes.
    package private(set) var entries: [UInt64]

    package var count: Int { entries.count }
    /// The number of the transaction after the last.
    package var end: UInt64 { first + UInt64(count) }

    /// - Parameter ids: at most ``countLimit``, in the order of the transactions.
    package init(first: UInt64, ids: [Digest]) {
        self.first = first
        entries = ids.enumerated().map { offset, id in Self.prefix(id) << 24 | UInt64(offset) }
        entries.sort()
    }

    init(first: UInt64, entries: [UInt64]) {
        self.first = first
        self.entries = entries
    }

    /// What an id is sorted and found by: its first 40 bits.
    static func prefix(_ id: Digest) -> UInt64 {
        id.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) } >> 24
    }

    /// Whether a run of `count` ids takes in the one before it, of `before`.
    package static func takesIn(before: Int, count: Int) -> Bool {
        before <= 2 * count && before + count <= countLimit
    }

    /// Both as one run.
    ///
    /// - Parameter before: ends where this one begins.
    package func merged(with before: IDRun) -> IDRun {
        precondition(before.end == first, "runs that follow each other")
        var merged: [UInt64] = []
        merged.reserveCapacity(before.count + count)
        var next = 0
        let shift = UInt64(before.count)
        for entry in before.entries {
            while next < count, entries[next] &+ shift < entry {
                merged.append(entries[next] &+ shift)
                next += 1
            }
            merged.append(entry)
        }
        for entry in entries[next...] { merged.append(entry &+ shift) }
        return IDRun(first: before.first, entries: merged)
    }

    /// A run as its rows hold it, each under the prefix of its first id. Equal prefixes are never in two rows.
    package var rows: [(prefix: UInt64, bytes: [UInt8])] {
        var rows: [(UInt64, [UInt8])] = []
        var start = 0
        while start < count {
            var end = min(start + Self.rowLimit, count)
            while end < count, entries[end] >> 24 == entries[end - 1] >> 24 { end += 1 }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(8 * (end - start))
            for entry in entries[start..<end] { withUnsafeBytes(of: entry.bigEndian) { bytes.append(contentsOf: $0) } }
            rows.append((entries[start] >> 24, bytes))
            start = end
        }
        return rows
    }

    /// The entries in a row's bytes.
    package static func entries(in bytes: [UInt8]) -> [UInt64] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
            }
        }
    }
}
