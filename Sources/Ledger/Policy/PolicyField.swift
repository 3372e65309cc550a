package import LedgerCrypto

/// One field of a policy: its name, where it stands, of what shape its values are, and which of them are allowed.
package struct PolicyField: Sendable {
    package typealias Path<Value> = any WritableKeyPath<Policy, Value> & Sendable

    package enum Shape: Sendable {
        case account(Path<AccountID>)
        case accounts(Path<[AccountID]>, ClosedRange<Int>)
        case keys(Path<[PublicKey]>, ClosedRange<Int>)
        case issuers(Path<[Issuer]>, ClosedRange<Int>)
        case duration(Path<Milliseconds>, atMost: Milliseconds)
        /// At least one minor unit.
        case amount(Path<Amount>)
        case number(Path<UInt32>, NumberLimit)
    }

    package enum NumberLimit: Sendable {
        case atLeast(UInt32)
        case atLeastField(String, Path<UInt32>)
        case within(ClosedRange<UInt32>, unit: String)
    }

    package let name: String
    package let shape: Shape

    init(_ name: String, _ shape: Shape) {
        (self.name, self.shape) = (name, shape)
    }
}

extension PolicyField {
    /// Where the list is empty, if it is one.
    var leastByteCount: Int {
        switch shape {
        case .account: 33
        case .accounts, .keys, .issuers: 1
        case .duration: 8
        case .amount: 16
        case .number: 4
        }
    }

    func encode(_ policy: Policy, to encoder: inout CanonicalEncoder) {
        switch shape {
        case .account(let path): encoder.write(policy[keyPath: path])
        case .accounts(let path, _): encoder.write(policy[keyPath: path])
        case .keys(let path, _): encoder.write(policy[keyPath: path])
        case .issuers(let path, _): encoder.write(policy[keyPath: path])
        case .duration(let path, _): encoder.write(policy[keyPath: path])
        case .amount(let path): encoder.write(policy[keyPath: path])
        case .number(let path, _): encoder.write(policy[keyPath: path])
        }
    }

    /// A list may decode to four times its limit, so that ``faults(in:)`` can say by name which limit was passed.
    func decode(into policy: inout Policy, from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        func limit(_ range: ClosedRange<Int>) -> ClosedRange<Int> { 0...4 * range.upperBound }
        switch shape {
        case .account(let path): policy[keyPath: path] = try AccountID(from: &decoder)
        case .accounts(let path, let range):
            policy[keyPath: path] = try decoder.readSet(
                AccountID.self, limit(range), elementBytes: 33, name, by: { $0 })
        case .keys(let path, let range):
            policy[keyPath: path] = try decoder.readSet(
                PublicKey.self, limit(range), elementBytes: 32, name, by: { $0 })
        case .issuers(let path, let range):
            policy[keyPath: path] = try decoder.readSet(
                Issuer.self, limit(range), elementBytes: Issuer.leastByteCount, name, by: \.account)
        case .duration(let path, _): policy[keyPath: path] = try Milliseconds(from: &decoder)
        case .amount(let path): policy[keyPath: path] = try Amount(from: &decoder)
        case .number(let path, _): policy[keyPath: path] = try decoder.readInteger()
        }
    }

    /// Everything about this field that is out of range.
    func faults(in policy: Policy) -> [PolicyFault] {
        switch shape {
        case .account: []
        case .accounts(let path, let range): countFault(policy[keyPath: path].count, range)
        case .keys(let path, let range): countFault(policy[keyPath: path].count, range)
        case .issuers(let path, let range):
            countFault(policy[keyPath: path].count, range)
                + policy[keyPath: path].enumerated().flatMap { $1.terms.faults(at: "\(name)[\($0)].") }
        case .duration(let path, let limit):
            fault(unless: policy[keyPath: path] <= limit, policy[keyPath: path], "0ms…\(limit)")
        case .amount(let path): fault(unless: policy[keyPath: path] > .zero, policy[keyPath: path], "at least 1")
        case .number(let path, .atLeast(let least)):
            fault(unless: policy[keyPath: path] >= least, policy[keyPath: path], "at least \(least)")
        case .number(let path, .atLeastField(let other, let otherPath)):
            fault(
                unless: policy[keyPath: path] >= policy[keyPath: otherPath], policy[keyPath: path],
                "at least \(other), \(policy[keyPath: otherPath])")
        case .number(let path, .within(let range, let unit)):
            fault(
                unless: range.contains(policy[keyPath: path]), policy[keyPath: path],
                "\(range.lowerBound)…\(range.upperBound)\(unit)")
        }
    }

    private func countFault(_ count: Int, _ range: ClosedRange<Int>) -> [PolicyFault] {
        fault(unless: range.contains(count), count, "\(range.lowerBound)…\(range.upperBound) entries")
    }

    private func fault(
        unless holds: Bool, _ got: some CustomStringConvertible, _ allowed: @autoclosure () -> String
    ) -> [PolicyFault] {
        holds ? [] : [PolicyFault(path: name, got: got.description, allowed: allowed())]
    }

    /// Its value for people and JSON.
    func value(in policy: Policy) -> Field.Value {
        switch shape {
        case .account(let path): .account(policy[keyPath: path])
        case .accounts(let path, _): .list(policy[keyPath: path].map { .account($0) })
        case .keys(let path, _): .list(policy[keyPath: path].map { .key($0) })
        case .issuers(let path, _):
            .list(policy[keyPath: path].map { .group([Field("account", .account($0.account))] + $0.terms.fields) })
        case .duration(let path, _): .duration(policy[keyPath: path])
        case .amount(let path): .amount(policy[keyPath: path])
        case .number(let path, _): .number(UInt64(policy[keyPath: path]))
        }
    }

    /// The accounts that it names.
    func accounts(in policy: Policy) -> [AccountID] {
        switch shape {
        case .account(let path): [policy[keyPath: path]]
        case .accounts(let path, _): policy[keyPath: path]
        case .issuers(let path, _): policy[keyPath: path].map(\.account)
        case .keys, .duration, .amount, .number: []
        }
    }
}
