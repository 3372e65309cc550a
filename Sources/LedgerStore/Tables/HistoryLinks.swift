import Ledger

/// What the index keeps of an account beside its record.
struct AccountTail: Hashable, Sendable {
    /// The newest posting of its history, by number.
    var lastPosting: UInt64?
    /// The sum of its pending credits that were not revoked.
    var pending = Amount.zero
}

/// Where each account's history ends, so that the next postings can be linked to it. 32 bytes for each account, kept by the writer.
struct HistoryLinks: Sendable {
    /// The number of the next posting.
    private(set) var next: UInt64
    private var tails: [AccountTail]
    /// The sum of all pending credits that were not revoked.
    private(set) var pending = Amount.zero

    init() {
        next = 0
        tails = []
    }

    /// - Throws: ``Damage`` where the tails have more pending than there can be.
    init(next: UInt64, tails: [AccountTail]) throws(Damage) {
        self.next = next
        self.tails = tails
        for (account, tail) in tails.enumerated() { pending = try Self.sum(pending, tail.pending, account) }
    }

    private static func sum(_ sum: Amount, _ more: Amount, _ account: Int) throws(Damage) -> Amount {
        guard let sum = sum.adding(more) else {
            throw Damage(
                .accounts, "index \(account), column pending", found: "\(more), which makes a sum over 2^128-1",
                expected: "at most the supply")
        }
        return sum
    }

    subscript(_ account: Int) -> AccountTail { account < tails.count ? tails[account] : AccountTail() }

    /// Links postings to the histories so far, in order.
    ///
    /// - Throws: ``Damage`` where an account has less pending than a posting takes from it.
    mutating func link(_ postings: [Posting]) throws(Damage) -> [LinkedPosting] {
        var linked: [LinkedPosting] = []
        linked.reserveCapacity(postings.count)
        for posting in postings {
            let (from, to) = (posting.from.account, posting.to.account)
            linked.append(
                LinkedPosting(
                    posting: posting, beforeFrom: from.flatMap { self[Int($0)].lastPosting },
                    beforeTo: to.flatMap { self[Int($0)].lastPosting }))
            if let from { try change(Int(from), leaving: posting.from.isPending, posting) }
            if let to { try change(Int(to), arriving: posting.to.isPending, posting) }
            next += 1
        }
        return linked
    }

    private mutating func change(
        _ account: Int, leaving: Bool = false, arriving: Bool = false, _ posting: Posting
    ) throws(Damage) {
        while tails.count <= account { tails.append(AccountTail()) }
        tails[account].lastPosting = next
        guard leaving || arriving else { return }
        let pending = tails[account].pending
        guard let sum = leaving ? pending.subtracting(posting.amount) : pending.adding(posting.amount) else {
            throw Damage(
                .accounts, "index \(account), column pending", found: "\(pending)",
                expected: "an amount that \(posting.amount) can be \(leaving ? "taken from" : "added to")")
        }
        tails[account].pending = sum
        if leaving {
            // Each account's part is in the sum, and was large enough.
            self.pending = self.pending.subtracting(posting.amount) ?? .zero
        } else {
            self.pending = try Self.sum(self.pending, posting.amount, account)
        }
    }
}

extension Posting.Place {
    fileprivate var isPending: Bool {
        if case .pending = self { return true }
        return false
    }
}
