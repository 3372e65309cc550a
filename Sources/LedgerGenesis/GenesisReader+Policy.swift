import Ledger
import LedgerCrypto
import LedgerText

extension GenesisReader {
    static let policyNames = [
        "authority", "producers", "issuers", "arbiters", "registrars", "challengeWindow", "bindDelay", "smallestAmount",
        "allowance", "issuerAllowance", "blockBytes", "blockTransactions",
    ]

    mutating func policy(_ value: StrictJSON?, at path: String) -> Policy {
        let entries = object(value, at: path, Self.policyNames)
        let authority = entries["authority"].flatMap { self.account($0, at: path + ".authority") }
        let producers = list(entries["producers"], at: path + ".producers", of: "producers", by: \.self) {
            $0.key($1, at: $2)
        }
        let issuers = list(entries["issuers"], at: path + ".issuers", of: "issuers", by: \Issuer.account) {
            $0.issuer($1, at: $2)
        }
        return Policy(
            authority: authority ?? Self.nobody, producers: producers, issuers: issuers,
            arbiters: accounts(entries["arbiters"], at: path + ".arbiters", of: "arbiters"),
            registrars: accounts(entries["registrars"], at: path + ".registrars", of: "registrars"),
            challengeWindow: duration(entries["challengeWindow"], at: path + ".challengeWindow", else: .zero),
            bindDelay: duration(entries["bindDelay"], at: path + ".bindDelay", else: .zero),
            smallestAmount: amount(entries["smallestAmount"], at: path + ".smallestAmount"),
            allowance: number(entries["allowance"], at: path + ".allowance", else: 1),
            issuerAllowance: number(entries["issuerAllowance"], at: path + ".issuerAllowance", else: .max),
            blockBytes: number(entries["blockBytes"], at: path + ".blockBytes", else: 1 << 20),
            blockTransactions: number(entries["blockTransactions"], at: path + ".blockTransactions", else: 10_000))
    }

    private mutating func accounts(_ value: StrictJSON?, at path: String, of what: String) -> [AccountID] {
        list(value, at: path, of: what, by: \.self) { $0.account($1, at: $2) }
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
