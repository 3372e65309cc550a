package import Ledger
import LedgerCrypto

/// The policy in force for the next block. What it holds follows from the table of a policy's fields.
package struct PolicyView: Sendable, Equatable {
    /// The block after which it holds.
    package var height: UInt64
    /// By the name of the field.
    package var values: [String: PolicyValue]
    package var epoch: EpochView

    package init(height: UInt64, values: [String: PolicyValue], epoch: EpochView) {
        (self.height, self.values, self.epoch) = (height, values, epoch)
    }

    /// The accounts that it names, each with its handle where the node knows it.
    package var accounts: [AccountRef] {
        values.values.flatMap { value -> [AccountRef] in
            switch value {
            case .account(let account): [account]
            case .accounts(let accounts): accounts
            case .issuers(let issuers): issuers.map(\.account)
            case .keys, .duration, .amount, .number: []
            }
        }
    }

    /// The keys that may sign blocks, in hex.
    package var producers: [String] {
        guard case .keys(let keys) = values["producers"] else { return [] }
        return keys
    }

    package var issuers: [IssuerView] {
        values.values.flatMap { value in
            guard case .issuers(let issuers) = value else { return [IssuerView]() }
            return issuers
        }
    }
}

/// The value of a policy's field.
package enum PolicyValue: Sendable, Equatable {
    case account(AccountRef)
    case accounts([AccountRef])
    /// In hex.
    case keys([String])
    case issuers([IssuerView])
    /// It stands twice: as a text such as `7d`, and under its name and `Ms` as a number.
    case duration(Milliseconds)
    /// Minor units in decimal.
    case amount(String)
    case number(UInt32)
}

extension PolicyView: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        func read<Value: Decodable>(_ name: String) throws -> Value {
            try container.decode(Value.self, forKey: Name(name))
        }
        height = try read("height")
        epoch = try read("epoch")
        values = [:]
        for field in Policy.table {
            values[field.name] =
                switch field.shape {
                case .account: .account(try read(field.name))
                case .accounts: .accounts(try read(field.name))
                case .keys: .keys(try read(field.name))
                case .issuers: .issuers(try read(field.name))
                case .duration: .duration(Milliseconds(try read(field.name + "Ms")))
                case .amount: .amount(try read(field.name))
                case .number: .number(try read(field.name))
                }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(height, forKey: Name("height"))
        try container.encode(epoch, forKey: Name("epoch"))
        for (name, value) in values {
            switch value {
            case .account(let account): try container.encode(account, forKey: Name(name))
            case .accounts(let accounts): try container.encode(accounts, forKey: Name(name))
            case .keys(let keys): try container.encode(keys, forKey: Name(name))
            case .issuers(let issuers): try container.encode(issuers, forKey: Name(name))
            case .duration(let duration):
                try container.encode(duration.description, forKey: Name(name))
                try container.encode(duration.count, forKey: Name(name + "Ms"))
            case .amount(let amount): try container.encode(amount, forKey: Name(name))
            case .number(let number): try container.encode(number, forKey: Name(name))
            }
        }
    }
}

extension Policy {
    /// The policy that a view tells.
    ///
    /// - Throws: ``PolicyViewFault`` where it does not tell one, or one that is out of range.
    package init(_ view: PolicyView) throws(PolicyViewFault) {
        try self.init { (field, policy) throws(PolicyViewFault) in
            guard let value = view.values[field.name] else { throw .unreadable(field.name) }
            switch (field.shape, value) {
            case (.account(let path), .account(let account)): policy[keyPath: path] = try Self.read(account)
            case (.accounts(let path, _), .accounts(let accounts)):
                policy[keyPath: path] = try accounts.map { account throws(PolicyViewFault) in try Self.read(account) }
            case (.keys(let path, _), .keys(let keys)):
                policy[keyPath: path] = try keys.map { key throws(PolicyViewFault) in
                    try Self.read(PublicKey(hex: key), key)
                }
            case (.issuers(let path, _), .issuers(let issuers)):
                policy[keyPath: path] = try issuers.map { issuer throws(PolicyViewFault) in try Self.read(issuer) }
            case (.duration(let path, _), .duration(let duration)): policy[keyPath: path] = duration
            case (.amount(let path), .amount(let amount)): policy[keyPath: path] = try Self.read(amount)
            case (.number(let path, _), .number(let number)): policy[keyPath: path] = number
            default: throw .unreadable(field.name)
            }
        }
        if let fault = faults.first { throw .outOfRange(fault) }
    }

    private static func read<Value>(_ value: Value?, _ text: String) throws(PolicyViewFault) -> Value {
        guard let value else { throw .unreadable(text) }
        return value
    }

    private static func read(_ account: AccountRef) throws(PolicyViewFault) -> AccountID {
        try read(try? AccountID(text: account.id), account.id)
    }

    private static func read(_ amount: String) throws(PolicyViewFault) -> Amount {
        Amount(try read(UInt128(amount), amount))
    }

    private static func read(_ issuer: IssuerView) throws(PolicyViewFault) -> Issuer {
        let scope = try issuer.scope.map { item throws(PolicyViewFault) in try read(ScopeItem(item), item) }
        return Issuer(
            account: try read(issuer.account),
            terms: IssuerTerms(
                scope: scope, capPerReference: try read(issuer.capPerReference),
                budgetPerEpoch: try read(issuer.budgetPerEpoch)))
    }
}

/// Why a view of a policy is none of a policy.
package enum PolicyViewFault: Error, CustomStringConvertible {
    /// With the text that says no value of its kind, or the field that is of another kind.
    case unreadable(String)
    case outOfRange(PolicyFault)

    package var description: String {
        switch self {
        case .unreadable(let text): "the node's policy can't be read at '\(text)'"
        case .outOfRange(let fault): "the node's policy is out of range: \(fault)"
        }
    }
}

/// An issuer and what it has spent in the epoch of the last block.
package struct IssuerView: Codable, Sendable, Equatable {
    package var account: AccountRef
    /// Such as `ticketResolved`, `other:*`.
    package var scope: [String]
    package var capPerReference: String
    package var budgetPerEpoch: String
    package var spent: String
    package var left: String

    package init(
        account: AccountRef, scope: [String], capPerReference: String, budgetPerEpoch: String, spent: String,
        left: String
    ) {
        self.account = account
        self.scope = scope
        self.capPerReference = capPerReference
        self.budgetPerEpoch = budgetPerEpoch
        self.spent = spent
        self.left = left
    }
}

/// The epoch of the last block.
package struct EpochView: Codable, Sendable, Equatable {
    package var number: UInt64
    /// Such as `30d`.
    package var length: String
    package var lengthMs: UInt64
    /// ISO 8601.
    package var endsAt: String
    package var endsAtMs: UInt64

    package init(
        number: UInt64, length: String, lengthMs: UInt64, endsAt: String, endsAtMs: UInt64
    ) {
        self.number = number
        self.length = length
        self.lengthMs = lengthMs
        self.endsAt = endsAt
        self.endsAtMs = endsAtMs
    }
}
