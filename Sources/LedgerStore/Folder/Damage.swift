/// A place where a ledger's folder is not what it must be, with what is there and what should be.
package struct Damage: Error, Hashable, Sendable {
    /// The part of the folder.
    package enum Place: String, Sendable, CaseIterable {
        case file, meta, blocks, transactions, ids, accounts, spending, pending, references, revocations, postings,
            history, names
    }

    package let place: Place
    /// The row: "index 3", "height 12".
    package let key: String
    package let found: String
    package let expected: String

    init(_ place: Place, _ key: String, found: String, expected: String) {
        self.place = place
        self.key = key
        self.found = found
        self.expected = expected
    }
}

extension Damage: CustomStringConvertible {
    package var description: String { "\(place.rawValue), \(key): found \(found), expected \(expected)" }
}
