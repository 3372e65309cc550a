import Ledger

/// A posting as the index keeps it: with the postings before it in the histories of the two accounts that it names.
struct LinkedPosting: Hashable, Sendable {
    let posting: Posting
    /// The posting before this one of the account that the amount leaves, by number; nil where there is none, or no account.
    let beforeFrom: UInt64?
    /// The same of the account where it arrives. If that is the same account, both are the same.
    let beforeTo: UInt64?

    /// The posting before this one in an account's history.
    func before(in account: UInt32) -> UInt64? { posting.from.account == account ? beforeFrom : beforeTo }

    /// Its values on one line.
    var summary: String {
        let links = "after \(beforeFrom.map { "\($0)" } ?? "none") and \(beforeTo.map { "\($0)" } ?? "none")"
        return "\(posting.kind) \(posting.amount) from \(posting.from) to \(posting.to), "
            + "transaction \(posting.transaction), credit \(posting.credit), \(links)"
    }
}

extension LinkedPosting: Packable {
    static var packedBytes: Int { 1 + 5 + 5 + 16 + 8 + 2 + 8 + 8 }

    func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(byte: posting.kind.rawValue)
        posting.from.encode(to: &encoder)
        posting.to.encode(to: &encoder)
        encoder.write(posting.amount)
        encoder.write(posting.transaction)
        encoder.write(posting.credit)
        encoder.write(beforeFrom ?? .max)
        encoder.write(beforeTo ?? .max)
    }

    init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let kind = try decoder.readByte()
        guard let kind = Posting.Kind(rawValue: kind) else {
            throw decoder.fault(at: start, "a kind of posting, 0…\(Posting.Kind.allCases.count - 1), got \(kind)")
        }
        posting = Posting(
            kind: kind, from: try Posting.Place(from: &decoder), to: try Posting.Place(from: &decoder),
            amount: try Amount(from: &decoder), transaction: try decoder.readInteger(),
            credit: try decoder.readInteger())
        beforeFrom = try decoder.readInteger(UInt64.self).unlessLargest
        beforeTo = try decoder.readInteger(UInt64.self).unlessLargest
    }
}

extension UInt64 {
    fileprivate var unlessLargest: UInt64? { self == .max ? nil : self }
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

/// A byte for the place and four for the account, all ones where there is none.
extension Posting.Place {
    fileprivate func encode(to encoder: inout CanonicalEncoder) {
        let tag: UInt8 =
            switch self {
            case .issuance: 0
            case .pending: 1
            case .balance: 2
            case .revoked: 3
            case .burned: 4
            }
        encoder.write(byte: tag)
        encoder.write(account ?? .max)
    }

    fileprivate init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        let start = decoder.offset
        let tag = try decoder.readByte()
        let account = try decoder.readInteger(UInt32.self)
        switch (tag, account) {
        case (0, .max): self = .issuance
        case (1, 0..<(.max)): self = .pending(account)
        case (2, 0..<(.max)): self = .balance(account)
        case (3, .max): self = .revoked
        case (4, .max): self = .burned
        default:
            throw decoder.fault(at: start, "a place, with an account for 1 and 2 alone, got \(tag) with \(account)")
        }
    }
}
