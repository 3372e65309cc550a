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
