package import Ledger
package import LedgerCrypto

/// How SourceCred's notions are named on the chain, and the genesis that an import starts from.
package enum SourceCred {
    /// Before an identity's id it makes the identity's handle.
    package static let handlePrefix = "sourcecred:"
    /// What every imported reward is paid for.
    package static let reason = Reason.other(grain)

    /// A genesis under which nothing of a past that SourceCred allowed is refused: no window, no delay, limits at their largest.
    ///
    /// It starts with the ledger's first event. Whoever holds the custodian's key may change the policy once the past is there.
    ///
    /// - Parameter nonce: 32 random bytes.
    package static func genesis(
        for ledger: SourceCredLedger, community: String, token: Token, keys: ImportPublicKeys, nonce: Digest
    ) -> Genesis {
        let most = Amount(.max)
        let terms = IssuerTerms(scope: [.other(grain)], capPerReference: most, budgetPerEpoch: most)
        return Genesis(
            community: community, token: token, supplyCap: most,
            time: ledger.events.first?.time ?? Timestamp(milliseconds: 0), nonce: nonce,
            epochLength: Genesis.epochRange.upperBound,
            policy: Policy(
                authority: .key(keys.custodian), producers: [keys.producer],
                issuers: [Issuer(account: .key(keys.issuer), terms: terms)], arbiters: [],
                registrars: [.key(keys.registrar)], challengeWindow: .zero, bindDelay: .zero,
                smallestAmount: Amount(1), allowance: .max, issuerAllowance: .max,
                blockBytes: Policy.blockBytesRange.upperBound))
    }

    private static let grain = Category(unchecked: "grain")
}
