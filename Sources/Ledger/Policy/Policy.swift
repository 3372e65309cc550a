public import LedgerCrypto

/// The rules that a community sets for itself: who may do what, and within which limits. One value, replaced as a whole.
public struct Policy: Hashable, Sendable {
    /// Who may change the policy.
    public let authority: AccountID
    /// The keys that may sign blocks, ascending.
    public let producers: [PublicKey]
    /// Ascending by account.
    public let issuers: [Issuer]
    /// Who may revoke any pending reward, ascending.
    public let arbiters: [AccountID]
    /// Who may register accounts and bind handles, ascending.
    public let registrars: [AccountID]
    /// How long a reward stays pending.
    public let challengeWindow: Milliseconds
    /// How long after a `bind` its key begins to sign.
    public let bindDelay: Milliseconds
    /// No credit or transfer may be smaller.
    public let smallestAmount: Amount
    /// How many transactions an account may send in an epoch.
    public let allowance: UInt32
    /// How many an issuer may.
    public let issuerAllowance: UInt32
    /// The most bytes of a block.
    public let blockBytes: UInt32
    /// The most transactions of a block.
    public let blockTransactions: UInt32

    /// The lists may come in any order; repetitions are dropped, of an issuer's the last counts.
    public init(
        authority: AccountID, producers: [PublicKey], issuers: [Issuer], arbiters: [AccountID],
        registrars: [AccountID], challengeWindow: Milliseconds, bindDelay: Milliseconds, smallestAmount: Amount,
        allowance: UInt32, issuerAllowance: UInt32, blockBytes: UInt32 = 1 << 20, blockTransactions: UInt32 = 10_000
    ) {
        self.authority = authority
        self.producers = Set(producers).sorted()
        let byAccount = Dictionary(issuers.map { ($0.account, $0) }, uniquingKeysWith: { $1 })
        self.issuers = byAccount.values.sorted { $0.account < $1.account }
        self.arbiters = Set(arbiters).sorted()
        self.registrars = Set(registrars).sorted()
        self.challengeWindow = challengeWindow
        self.bindDelay = bindDelay
        self.smallestAmount = smallestAmount
        self.allowance = allowance
        self.issuerAllowance = issuerAllowance
        self.blockBytes = blockBytes
        self.blockTransactions = blockTransactions
    }

    /// The terms of an issuer; nil where the account is none.
    public func terms(of account: AccountID) -> IssuerTerms? {
        issuerIndex(of: account).map { issuers[$0].terms }
    }

    func issuerIndex(of account: AccountID) -> Int? {
        var low = 0
        var high = issuers.count
        while low < high {
            let middle = (low + high) / 2
            if issuers[middle].account < account { low = middle + 1 } else { high = middle }
        }
        return low < issuers.count && issuers[low].account == account ? low : nil
    }

    /// The accounts that it names, in the order in which they are registered. An account may be there more than once.
    var namedAccounts: [AccountID] { [authority] + issuers.map(\.account) + arbiters + registrars }

    /// The same policy with an issuer added, replaced, or (without terms) removed.
    package func setting(_ account: AccountID, to terms: IssuerTerms?) -> Policy {
        let others = issuers.filter { $0.account != account }
        return Policy(
            authority: authority, producers: producers,
            issuers: others + (terms.map { [Issuer(account: account, terms: $0)] } ?? []), arbiters: arbiters,
            registrars: registrars, challengeWindow: challengeWindow, bindDelay: bindDelay,
            smallestAmount: smallestAmount, allowance: allowance, issuerAllowance: issuerAllowance,
            blockBytes: blockBytes, blockTransactions: blockTransactions)
    }
}

extension Policy: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(authority)
        encoder.write(producers)
        encoder.write(issuers)
        encoder.write(arbiters)
        encoder.write(registrars)
        encoder.write(challengeWindow)
        encoder.write(bindDelay)
        encoder.write(smallestAmount)
        encoder.write(allowance)
        encoder.write(issuerAllowance)
        encoder.write(blockBytes)
        encoder.write(blockTransactions)
    }

    /// Lists may decode to four times their limit, so that ``faults`` can say by name which limit was passed.
    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        authority = try AccountID(from: &decoder)
        producers = try decoder.readSet(PublicKey.self, 0...256, elementBytes: 32, "producers", by: { $0 })
        issuers = try decoder.readSet(
            Issuer.self, 0...1024, elementBytes: Issuer.leastByteCount, "issuers", by: \.account)
        arbiters = try decoder.readSet(AccountID.self, 0...256, elementBytes: 33, "arbiters", by: { $0 })
        registrars = try decoder.readSet(AccountID.self, 0...256, elementBytes: 33, "registrars", by: { $0 })
        challengeWindow = try Milliseconds(from: &decoder)
        bindDelay = try Milliseconds(from: &decoder)
        smallestAmount = try Amount(from: &decoder)
        allowance = try decoder.readInteger()
        issuerAllowance = try decoder.readInteger()
        blockBytes = try decoder.readInteger()
        blockTransactions = try decoder.readInteger()
    }
}

extension Policy {
    public var fields: [Field] {
        [
            Field("authority", .account(authority)), Field("producers", .list(producers.map { .key($0) })),
            Field("issuers", .list(issuers.map { .group([Field("account", .account($0.account))] + $0.terms.fields) })),
            Field("arbiters", .list(arbiters.map { .account($0) })),
            Field("registrars", .list(registrars.map { .account($0) })),
            Field("challengeWindow", .duration(challengeWindow)), Field("bindDelay", .duration(bindDelay)),
            Field("smallestAmount", .amount(smallestAmount)), Field("allowance", .number(UInt64(allowance))),
            Field("issuerAllowance", .number(UInt64(issuerAllowance))),
            Field("blockBytes", .number(UInt64(blockBytes))),
            Field("blockTransactions", .number(UInt64(blockTransactions))),
        ]
    }
}
