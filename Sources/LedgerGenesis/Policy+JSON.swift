package import Ledger
package import LedgerText

extension Policy {
    /// The policy as it stands in a genesis file.
    package var json: StrictJSON { .object(Self.table.map { .init($0.name, $0.json(in: self)) }) }

    /// Reads a policy from the JSON of a policy alone, in the same form as in a genesis file.
    ///
    /// - Throws: ``GenesisFaults``, with paths from the policy on.
    package init(json: [UInt8]) throws(GenesisFaults) {
        self = try Self.reading(json).policy
    }

    /// The same, with what the policy itself does not keep: the keys of each threshold account that the file names by them.
    package static func reading(
        _ json: [UInt8]
    ) throws(GenesisFaults) -> (policy: Policy, thresholds: NamedThresholds) {
        let file: StrictJSON
        do { file = try StrictJSON(parsing: json) } catch {
            throw GenesisFaults(faults: [PolicyFault(path: error.place, got: error.got, allowed: error.allowed)])
        }
        var reader = GenesisReader()
        let policy = reader.policy(file, at: "policy")
        let ranges = policy.faults.map { PolicyFault(path: "policy." + $0.path, got: $0.got, allowed: $0.allowed) }
            .filter { !$0.path.hasPrefix("policy.issuers[") && !reader.hasFault(at: $0.path) }
        guard reader.faults.isEmpty, ranges.isEmpty else { throw GenesisFaults(faults: reader.faults + ranges) }
        return (policy, reader.thresholds)
    }
}

extension PolicyField {
    fileprivate func json(in policy: Policy) -> StrictJSON {
        func list(_ values: [some CustomStringConvertible]) -> StrictJSON {
            .array(values.map { .string($0.description) })
        }
        return switch shape {
        case .account(let path): .string("\(policy[keyPath: path])")
        case .accounts(let path, _): list(policy[keyPath: path])
        case .keys(let path, _): list(policy[keyPath: path])
        case .issuers(let path, _): .array(policy[keyPath: path].map(\.json))
        case .duration(let path, _): .string("\(policy[keyPath: path])")
        case .amount(let path): .string("\(policy[keyPath: path])")
        case .number(let path, _): .number("\(policy[keyPath: path])")
        }
    }
}

extension Issuer {
    fileprivate var json: StrictJSON {
        .object([
            .init("account", .string("\(account)")),
            .init("scope", .array(terms.scope.map { .string("\($0)") })),
            .init("capPerReference", .string("\(terms.capPerReference)")),
            .init("budgetPerEpoch", .string("\(terms.budgetPerEpoch)")),
        ])
    }
}
