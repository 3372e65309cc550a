import GRDB
import Ledger

extension LedgerStore {
    static let postingColumns =
        "number, height, kind, from_place, from_account, to_place, to_account, amount, tx, credit"

    /// Appends the block's postings, and each to the history of every account that it names.
    static func writePostings(_ update: IndexUpdate, _ db: Database) throws {
        guard !update.postings.isEmpty else { return }
        var number =
            try Int64.fetchOne(db.cachedStatement(sql: "SELECT coalesce(max(number) + 1, 0) FROM postings")) ?? 0
        let insert = try db.cachedStatement(
            sql: "INSERT INTO postings (\(postingColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        let remember = try db.cachedStatement(sql: "INSERT INTO history (account, posting) VALUES (?, ?)")
        for posting in update.postings {
            let (from, to) = (posting.from.columns, posting.to.columns)
            try insert.execute(arguments: [
                number, update.header.header.height.column, Int64(posting.kind.rawValue), from.place, from.account,
                to.place,
                to.account, posting.amount.sortableColumn, posting.transaction.column, Int64(posting.credit),
            ])
            for account in posting.accounts { try remember.execute(arguments: [Int64(account), number]) }
            number += 1
        }
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

    /// Reads the columns from `kind` on.
    init(_ columns: Columns, from first: Int) throws(Damage) {
        let kind = try columns.integer(first, as: UInt8.self)
        guard let kind = Kind(rawValue: kind) else {
            throw columns.damage(found: "kind \(kind)", expected: "a kind of posting, 0…\(Kind.allCases.count - 1)")
        }
        self.init(
            kind: kind, from: try Place(columns, from: first + 1), to: try Place(columns, from: first + 3),
            amount: try columns.amount(first + 5), transaction: try columns.integer(first + 6),
            credit: try columns.integer(first + 7, as: UInt16.self))
    }
}

extension Posting.Place {
    var account: UInt32? {
        switch self {
        case .pending(let account), .balance(let account): account
        case .issuance, .revoked, .burned: nil
        }
    }

    fileprivate var columns: (place: Int64, account: Int64?) {
        switch self {
        case .issuance: (0, nil)
        case .pending(let account): (1, Int64(account))
        case .balance(let account): (2, Int64(account))
        case .revoked: (3, nil)
        case .burned: (4, nil)
        }
    }

    fileprivate init(_ columns: Columns, from first: Int) throws(Damage) {
        let account = try columns.optionalInteger(first + 1)
        let place = try columns.integer(first)
        switch (place, account.flatMap { UInt32(exactly: $0) }) {
        case (0, nil): self = .issuance
        case (1, let account?): self = .pending(account)
        case (2, let account?): self = .balance(account)
        case (3, nil): self = .revoked
        case (4, nil): self = .burned
        default:
            let found = "place \(place) with account \(account.map { "\($0)" } ?? "NULL")"
            throw columns.damage(found: found, expected: "an account for places 1 and 2, none for 0, 3 and 4")
        }
    }
}
