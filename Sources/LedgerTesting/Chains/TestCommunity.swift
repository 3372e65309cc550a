package import Ledger
package import LedgerCrypto

/// A small community with every role, whose keys are known.
package struct TestCommunity: Sendable {
    package let genesis: Genesis
    package let producer = TestKeys.key("producer")
    package let issuer = TestKeys.key("issuer")
    package let clerk = TestKeys.key("clerk")
    package let arbiter = TestKeys.key("arbiter")
    package let registrar = TestKeys.key("registrar")
    package let council = (0..<3).map { TestKeys.key("council \($0)") }
    package let councilPolicy: Authenticator

    package static let start = Timestamp(milliseconds: 1_767_225_600_000)
    package static let day = Milliseconds.days(1)

    package var authority: AccountID { .threshold(councilPolicy) }

    package init(
        window: Milliseconds = .hours(1), bindDelay: Milliseconds = .hours(2), allowance: UInt32 = 1000,
        cap: UInt128 = 1000, budget: UInt128 = 100_000, supplyCap: UInt128 = 1_000_000, smallest: UInt128 = 10,
        nonce: Digest = .zero
    ) {
        guard let policy = Authenticator(threshold: 2, keys: council.map(\.publicKey)) else {
            preconditionFailure("three distinct keys, of which two sign")
        }
        councilPolicy = policy
        let tickets = IssuerTerms(
            scope: [.ticketResolved, .proposalAccepted], capPerReference: Amount(cap), budgetPerEpoch: Amount(budget))
        let docs = IssuerTerms(
            scope: [.anyOther], capPerReference: Amount(cap), budgetPerEpoch: Amount(budget))
        genesis = Genesis(
            community: "Test community", token: Token(name: "Test token", symbol: "TEST", decimals: 2),
            supplyCap: Amount(supplyCap), time: Self.start, nonce: nonce, epochLength: Self.day,
            policy: Policy(
                authority: .threshold(policy), producers: [producer.publicKey],
                issuers: [
                    Issuer(account: .key(issuer.publicKey), terms: tickets),
                    Issuer(account: .key(clerk.publicKey), terms: docs),
                ], arbiters: [.key(arbiter.publicKey)], registrars: [.key(registrar.publicKey)],
                challengeWindow: window, bindDelay: bindDelay, smallestAmount: Amount(smallest), allowance: allowance,
                issuerAllowance: allowance * 2))
    }
}
