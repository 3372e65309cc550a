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
        let issuers = try zip(policy.issuers, references(policy.issuers.map(\.account))).map { issuer, reference in
            try view(of: issuer, reference, epoch: epoch.number, spending)
        }
        return PolicyView(
            height: try height(), authority: try reference(policy.authority), producers: policy.producers.map(\.hex),
            issuers: issuers, arbiters: try references(policy.arbiters), registrars: try references(policy.registrars),
            challengeWindow: policy.challengeWindow.description, challengeWindowMs: policy.challengeWindow.count,
            bindDelay: policy.bindDelay.description, bindDelayMs: policy.bindDelay.count,
            smallestAmount: policy.smallestAmount.description, allowance: policy.allowance,
            issuerAllowance: policy.issuerAllowance, blockBytes: policy.blockBytes,
            blockTransactions: policy.blockTransactions,
            epoch: EpochView(
                number: epoch.number, length: length.description, lengthMs: length.count,
                endsAt: epoch.end.description, endsAtMs: epoch.end.milliseconds))
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
