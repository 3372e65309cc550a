import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// How the fields of a policy are shown, one by one or as what changes between two policies: the one place that does so.
///
/// It goes by ``Policy/fields`` alone, so a policy that has more of them is shown with them.
struct PolicyText {
    let token: Token
    let people: People
    /// Texts of handles that a node gave, by account. They are checked against it wherever they are shown.
    var handles: [AccountID: String] = [:]

    /// One difference between two policies. Both texts are there where a value changed, one where an entry of a list came or went.
    struct Change: Encodable, Equatable {
        /// As in `challengeWindow`, or `issuers github:bot budgetPerEpoch`.
        let field: String
        var from: String?
        var to: String?

        /// On one line.
        var line: String {
            switch (from, to) {
            case (let from?, let to?): "\(field): \(from) → \(to)"
            case (nil, let to?): "\(field): + \(to)"
            case (let from?, nil): "\(field): - \(from)"
            case (nil, nil): field
            }
        }
    }

    /// Names and values for people: an entry of a list on a line of its own.
    func pairs(_ fields: [Field]) -> [(String, String)] {
        fields.flatMap { field -> [(String, String)] in
            guard case .list(let values) = field.value else { return [(field.name, text(field.value))] }
            guard !values.isEmpty else { return [(field.name, "none")] }
            return values.enumerated().map { ($0 == 0 ? field.name : "", text($1)) }
        }
    }

    /// What differs between two policies, in the order of their fields.
    func changes(from old: [Field], to new: [Field], at place: String = "") -> [Change] {
        let before = Dictionary(old.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let after = Dictionary(new.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let names = new.map(\.name) + old.map(\.name).filter { after[$0] == nil }
        return names.flatMap { name -> [Change] in
            let path = place.isEmpty ? name : "\(place) \(name)"
            switch (before[name], after[name]) {
            case (.list(let old)?, .list(let new)?): return changes(from: old, to: new, at: path)
            case (let old, let new):
                let (from, to) = (old.map { text($0) }, new.map { text($0) })
                return from == to ? [] : [Change(field: path, from: from, to: to)]
            }
        }
    }

    /// Entries of a list are the same where their texts are, or where both begin with the same account.
    private func changes(from old: [Field.Value], to new: [Field.Value], at path: String) -> [Change] {
        let (before, after) = (keyed(old), keyed(new))
        let gone = before.filter { one in !after.contains { $0.key == one.key } }
        return gone.map { Change(field: path, from: text($0.value)) }
            + after.flatMap { one -> [Change] in
                guard let other = before.first(where: { $0.key == one.key }) else {
                    return [Change(field: path, to: text(one.value))]
                }
                guard case .group(let old) = other.value, case .group(let new) = one.value else { return [] }
                return changes(from: old, to: new, at: "\(path) \(one.key)")
            }
    }

    private func keyed(_ values: [Field.Value]) -> [(key: String, value: Field.Value)] {
        values.map { value in
            guard case .group(let fields) = value, let first = fields.first else { return (text(value), value) }
            return (text(first.value), value)
        }
    }

    private func text(_ value: Field.Value) -> String {
        switch value {
        case .account(let account):
            people.full(AccountRef(id: account.description, handle: handles[account]))
        case .amount(let amount): token.formatWithSymbol(amount)
        case .duration(let duration): duration.description
        case .hash(let hash): hash.hex
        case .key(let key): people.name(of: key).map { "\($0) (\(key))" } ?? key.hex
        case .number(let number): String(number)
        case .text(let text): text
        case .group(let fields):
            fields.enumerated().map { $0 == 0 ? text($1.value) : "\($1.name) \(text($1.value))" }.joined(
                separator: "; ")
        case .list(let values): values.map { text($0) }.joined(separator: ", ")
        }
    }
}

extension PolicyView {
    /// The handles that the node knows of the accounts that it names.
    var handles: [AccountID: String] {
        let known = accounts.compactMap { account in
            account.handle.flatMap { handle in (try? AccountID(text: account.id)).map { ($0, handle) } }
        }
        return Dictionary(known, uniquingKeysWith: { $1 })
    }
}
