package import Ledger

/// A posting as the index keeps it: with the postings before it in the histories of the two accounts that it names.
package struct LinkedPosting: Hashable, Sendable {
    package let posting: Posting
    /// The posting before this one of the account that the amount leaves, by number; nil where there is none, or no account.
    package let beforeFrom: UInt64?
    /// The same of the account where it arrives. If that is the same account, both are the same.
    package let beforeTo: UInt64?

    package init(posting: Posting, beforeFrom: UInt64?, beforeTo: UInt64?) {
        self.posting = posting
        self.beforeFrom = beforeFrom
        self.beforeTo = beforeTo
    }

    /// The posting before this one in an account's history.
    func before(in account: UInt32) -> UInt64? { posting.from.account == account ? beforeFrom : beforeTo }

    /// Its values on one line.
    var summary: String {
        let links = "after \(beforeFrom.map { "\($0)" } ?? "none") and \(beforeTo.map { "\($0)" } ?? "none")"
        return "\(posting.kind) \(posting.amount) from \(posting.from) to \(posting.to), "
            + "transaction \(posting.transaction), credit \(posting.credit), \(links)"
    }
}

extension Posting {
    /// The accounts that it names, each once.
    var accounts: [UInt32] {
        switch (from.account, to.account) {
        case (let from?, let to?): from == to ? [from] : [from, to]
        case (let one?, nil), (nil, let one?): [one]
        case (nil, nil): []
        }
    }
}

extension Posting.Place {
    var account: UInt32? {
        switch self {
        case .pending(let account), .balance(let account): account
        case .issuance, .revoked, .burned: nil
        }
    }
}
