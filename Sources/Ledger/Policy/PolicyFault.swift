/// A value of a policy or genesis that is outside of its range: where it is, what was got, what is allowed.
public struct PolicyFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place, such as `issuers[2].budgetPerEpoch`.
    public let path: String
    public let got: String
    public let allowed: String

    public init(path: String, got: String, allowed: String) {
        self.path = path
        self.got = got
        self.allowed = allowed
    }

    public var description: String { "\(path) is \(got); allowed is \(allowed)" }
}

extension Policy {
    public static let producerRange = 1...64
    public static let issuerRange = 0...256
    public static let roleRange = 0...64
    public static let longestWindow = Milliseconds.days(90)
    public static let blockBytesRange: ClosedRange<UInt32> = 262_144...16_777_216
    public static let blockTransactionsRange: ClosedRange<UInt32> = 1...65_536

    /// Everything that is out of range, in order of the fields.
    public var faults: [PolicyFault] {
        var faults: [PolicyFault] = []
        func require(_ holds: Bool, _ path: String, _ got: some CustomStringConvertible, _ allowed: String) {
            if !holds { faults.append(PolicyFault(path: path, got: got.description, allowed: allowed)) }
        }
        func count(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound)…\(range.upperBound) entries" }
        require(Self.producerRange.contains(producers.count), "producers", producers.count, count(Self.producerRange))
        require(Self.issuerRange.contains(issuers.count), "issuers", issuers.count, count(Self.issuerRange))
        for (index, issuer) in issuers.enumerated() { faults += issuer.terms.faults(at: "issuers[\(index)].") }
        require(Self.roleRange.contains(arbiters.count), "arbiters", arbiters.count, count(Self.roleRange))
        require(Self.roleRange.contains(registrars.count), "registrars", registrars.count, count(Self.roleRange))
        let window = "0ms…\(Self.longestWindow)"
        require(challengeWindow <= Self.longestWindow, "challengeWindow", challengeWindow, window)
        require(bindDelay <= Self.longestWindow, "bindDelay", bindDelay, window)
        require(smallestAmount > .zero, "smallestAmount", smallestAmount, "at least 1")
        require(allowance > 0, "allowance", allowance, "at least 1")
        require(issuerAllowance >= allowance, "issuerAllowance", issuerAllowance, "at least allowance, \(allowance)")
        let bytes = Self.blockBytesRange
        require(
            bytes.contains(blockBytes), "blockBytes", blockBytes, "\(bytes.lowerBound)…\(bytes.upperBound) bytes")
        let transactions = Self.blockTransactionsRange
        require(
            transactions.contains(blockTransactions), "blockTransactions", blockTransactions,
            "\(transactions.lowerBound)…\(transactions.upperBound)")
        return faults
    }
}

extension IssuerTerms {
    /// Everything that is out of range; paths begin with `prefix`.
    public func faults(at prefix: String = "") -> [PolicyFault] {
        var faults: [PolicyFault] = []
        for (name, amount) in [("capPerReference", capPerReference), ("budgetPerEpoch", budgetPerEpoch)]
        where amount == .zero {
            faults.append(PolicyFault(path: prefix + name, got: "0", allowed: "at least 1"))
        }
        return faults
    }
}
