package import Ledger
package import LedgerText

extension Policy {
    /// The policy as it stands in a genesis file.
    package var json: StrictJSON { json(naming: [:]) }

    /// The same, with the keys of the threshold accounts that `thresholds` knows in place of their hash.
    package func json(naming thresholds: NamedThresholds) -> StrictJSON {
        .object(Self.table.map { .init($0.name, $0.json(in: self, naming: thresholds)) })
    }

    /// Reads a policy from the JSON of a policy alone, in the same form as in a genesis file.
    ///
    /// - Throws: ``GenesisFaults``, with paths from the policy on.
    package init(json: [UInt8]) throws(GenesisFaults) {
        let file: StrictJSON
        do { file = try StrictJSON(parsing: json) } catch {
            throw GenesisFaults(faults: [PolicyFault(path: error.place, got: error.got, allowed: error.allowed)])
        }
        var reader = GenesisReader()
        let policy = reader.policy(file, at: "policy")
        let ranges = policy.faults.map { PolicyFault(path: "policy." + $0.path, got: $0.got, allowed: $0.allowed) }
            .filter { !$0.path.hasPrefix("policy.issuers[") && !reader.hasFault(at: $0.path) }
        guard reader.faults.isEmpty, ranges.isEmpty else { throw GenesisFaults(faults: reader.faults + ranges) }
        self = policy
    }
}

extension PolicyField {
    fileprivate func json(in policy: Policy, naming thresholds: NamedThresholds) -> StrictJSON {
        return switch shape {
        case .account(let path): thresholds.json(of: policy[keyPath: path])
        case .accounts(let path, _): .array(policy[keyPath: path].map { thresholds.json(of: $0) })
        case .keys(let path, _): .array(policy[keyPath: path].map { .string("\($0)") })
        case .issuers(let path, _): .array(policy[keyPath: path].map { $0.json(naming: thresholds) })
        case .duration(let path, _): .string("\(policy[keyPath: path])")
        case .amount(let path): .string("\(policy[keyPath: path])")
        case .number(let path, _): .number("\(policy[keyPath: path])")
        }
    }
}

extension Issuer {
    fileprivate func json(naming thresholds: NamedThresholds) -> StrictJSON {
        .object([
            .init("account", thresholds.json(of: account)),
            .init("scope", .array(terms.scope.map { .string("\($0)") })),
            .init("capPerReference", .string("\(terms.capPerReference)")),
            .init("budgetPerEpoch", .string("\(terms.budgetPerEpoch)")),
        ])
    }
}
