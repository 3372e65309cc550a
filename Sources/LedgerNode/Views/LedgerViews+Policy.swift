import Ledger
package import LedgerAPI
import LedgerCrypto
import LedgerStore

extension LedgerViews {
    package func policy() throws -> PolicyView {
        let policy = try store.policy()
        let epoch = try epoch()
        let length = store.genesis.epochLength
        let spending = try store.spending()
        var values: [String: PolicyValue] = [:]
        for field in Policy.table {
            values[field.name] =
                switch field.shape {
                case .account(let path): .account(try reference(policy[keyPath: path]))
                case .accounts(let path, _): .accounts(try references(policy[keyPath: path]))
                case .keys(let path, _): .keys(policy[keyPath: path].map(\.hex))
                case .issuers(let path, _):
                    .issuers(try views(of: policy[keyPath: path], epoch: epoch.number, spending))
                case .duration(let path, _): .duration(policy[keyPath: path])
                case .amount(let path): .amount(policy[keyPath: path].description)
                case .number(let path, _): .number(policy[keyPath: path])
                }
        }
        return PolicyView(
            height: try height(), values: values,
            epoch: EpochView(
                number: epoch.number, length: length.description, lengthMs: length.count,
                endsAt: epoch.end.description, endsAtMs: epoch.end.milliseconds))
    }

    private func views(of issuers: [Issuer], epoch: UInt64, _ spending: [Spending]) throws -> [IssuerView] {
        try zip(issuers, references(issuers.map(\.account))).map { issuer, reference in
            try view(of: issuer, reference, epoch: epoch, spending)
        }
    }

    private func view(
        of issuer: Issuer, _ reference: AccountRef, epoch: UInt64, _ spending: [Spending]
    ) throws -> IssuerView {
        let index = try store.account(issuer.account)?.index
        let entry = spending.first { Int($0.account) == index && $0.epoch == epoch }
        let spent = entry?.spent ?? .zero
        return IssuerView(
            account: reference, scope: issuer.terms.scope.map(\.description),
            capPerReference: issuer.terms.capPerReference.description,
            budgetPerEpoch: issuer.terms.budgetPerEpoch.description, spent: spent.description,
            left: (issuer.terms.budgetPerEpoch.subtracting(spent) ?? .zero).description)
    }
}
