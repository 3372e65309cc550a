import Ledger
import LedgerCrypto
import LedgerText

extension GenesisReader {
    mutating func policy(_ value: StrictJSON?, at path: String) -> Policy {
        let entries = object(value, at: path, Policy.table.map(\.name))
        return Policy { (field, policy) throws(Never) in read(field, entries[field.name], at: path, into: &policy) }
    }

    /// What can't be read leaves the policy as it is, in range.
    private mutating func read(
        _ field: PolicyField, _ value: StrictJSON?, at path: String, into policy: inout Policy
    ) {
        let place = path + "." + field.name
        switch field.shape {
        case .account(let path):
            if let account = value.flatMap({ account($0, at: place) }) { policy[keyPath: path] = account }
        case .accounts(let path, _):
            policy[keyPath: path] = list(value, at: place, of: field.name, by: \.self) { $0.account($1, at: $2) }
        case .keys(let path, _):
            policy[keyPath: path] = list(value, at: place, of: field.name, by: \.self) { $0.key($1, at: $2) }
        case .issuers(let path, _):
            policy[keyPath: path] = list(value, at: place, of: field.name, by: \Issuer.account) {
                $0.issuer($1, at: $2)
            }
        case .duration(let path, _): policy[keyPath: path] = duration(value, at: place, else: policy[keyPath: path])
        case .amount(let path): policy[keyPath: path] = amount(value, at: place)
        case .number(let path, _): policy[keyPath: path] = number(value, at: place, else: policy[keyPath: path])
        }
    }

    /// Terms out of range are faults here, by their place in the file; the policy has its issuers in another order.
    private mutating func issuer(_ value: StrictJSON, at path: String) -> Issuer? {
        let entries = object(value, at: path, ["account", "scope", "capPerReference", "budgetPerEpoch"])
        let account = entries["account"].flatMap { self.account($0, at: path + ".account") }
        let faultsBefore = faults.count
        let scope = list(entries["scope"], at: path + ".scope", of: "scopes", by: \.self) { $0.scope($1, at: $2) }
        if entries["scope"] != nil, faults.count == faultsBefore, !(1...IssuerTerms.scopeLimit).contains(scope.count) {
            fault(path + ".scope", "\(scope.count)", "1…\(IssuerTerms.scopeLimit) entries")
        }
        let terms = IssuerTerms(
            scope: scope, capPerReference: amount(entries["capPerReference"], at: path + ".capPerReference"),
            budgetPerEpoch: amount(entries["budgetPerEpoch"], at: path + ".budgetPerEpoch"))
        for outOfRange in terms.faults(at: path + ".") {
            fault(outOfRange.path, outOfRange.got, outOfRange.allowed)
        }
        return account.map { Issuer(account: $0, terms: terms) }
    }

    private mutating func scope(_ value: StrictJSON, at path: String) -> ScopeItem? {
        string(value, at: path, "ticketResolved, proposalAccepted, other:CATEGORY or other:*", else: nil) {
            ScopeItem($0)
        }
    }
}
