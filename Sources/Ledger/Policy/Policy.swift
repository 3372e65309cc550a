public import LedgerCrypto

/// The rules that a community sets for itself: who may do what, and within which limits. One value, replaced as a whole.
///
/// A field is a property here, with the value that stands where none can be read, and its row in ``table``, from which follow its place in
/// the encoding, its range, and how it is read, written, explained and shown.
public struct Policy: Hashable, Sendable {
    /// Who may change the policy.
    public internal(set) var authority = AccountID.key(.zero)
    /// The keys that may sign blocks, ascending.
    public internal(set) var producers: [PublicKey] = []
    /// Ascending by account.
    public internal(set) var issuers: [Issuer] = []
    /// Who may revoke any pending reward, ascending.
    public internal(set) var arbiters: [AccountID] = []
    /// Who may register accounts and bind handles, ascending.
    public internal(set) var registrars: [AccountID] = []
    /// How long a reward stays pending.
    public package(set) var challengeWindow = Milliseconds.zero
    /// How long after a `bind` its key begins to sign.
    public package(set) var bindDelay = Milliseconds.zero
    /// No credit or transfer may be smaller.
    public package(set) var smallestAmount = Amount(1)
    /// How many transactions an account may send in an epoch.
    public package(set) var allowance: UInt32 = 1
    /// How many an issuer may.
    public package(set) var issuerAllowance: UInt32 = .max
    /// The most bytes of a block.
    public package(set) var blockBytes: UInt32 = 1 << 20
    /// The most transactions of a block.
    public package(set) var blockTransactions: UInt32 = 10_000

    /// The fields in the order of their encoding.
    package static let table: [PolicyField] = [
        PolicyField("authority", .account(\.authority)),
        PolicyField("producers", .keys(\.producers, producerRange)),
        PolicyField("issuers", .issuers(\.issuers, issuerRange)),
        PolicyField("arbiters", .accounts(\.arbiters, roleRange)),
        PolicyField("registrars", .accounts(\.registrars, roleRange)),
        PolicyField("challengeWindow", .duration(\.challengeWindow, atMost: longestWindow)),
        PolicyField("bindDelay", .duration(\.bindDelay, atMost: longestWindow)),
        PolicyField("smallestAmount", .amount(\.smallestAmount)),
        PolicyField("allowance", .number(\.allowance, .atLeast(1))),
        PolicyField("issuerAllowance", .number(\.issuerAllowance, .atLeastField("allowance", \.allowance))),
        PolicyField("blockBytes", .number(\.blockBytes, .within(blockBytesRange, unit: " bytes"))),
        PolicyField("blockTransactions", .number(\.blockTransactions, .within(blockTransactionsRange, unit: ""))),
    ]

    public static let producerRange = 1...64
    public static let issuerRange = 0...256
    public static let roleRange = 0...64
    public static let longestWindow = Milliseconds.days(90)
    public static let blockBytesRange: ClosedRange<UInt32> = 262_144...16_777_216
    public static let blockTransactionsRange: ClosedRange<UInt32> = 1...65_536

    /// Nothing said yet.
    private init() {}

    /// Reads the fields one after the other, in their order, into a policy in which nothing else stands. Lists may be read in any order;
    /// repetitions are dropped, of an issuer's the last counts.
    package init<Failure>(
        reading read: (PolicyField, inout Policy) throws(Failure) -> Void
    ) throws(Failure) {
        self.init()
        for field in Self.table { try read(field, &self) }
        sortLists()
    }

    /// The lists may come in any order; repetitions are dropped, of an issuer's the last counts.
    public init(
        authority: AccountID, producers: [PublicKey], issuers: [Issuer], arbiters: [AccountID],
        registrars: [AccountID], challengeWindow: Milliseconds, bindDelay: Milliseconds, smallestAmount: Amount,
        allowance: UInt32, issuerAllowance: UInt32, blockBytes: UInt32 = 1 << 20, blockTransactions: UInt32 = 10_000
    ) {
        self.authority = authority
        self.producers = producers
        self.issuers = issuers
        self.arbiters = arbiters
        self.registrars = registrars
        self.challengeWindow = challengeWindow
        self.bindDelay = bindDelay
        self.smallestAmount = smallestAmount
        self.allowance = allowance
        self.issuerAllowance = issuerAllowance
        self.blockBytes = blockBytes
        self.blockTransactions = blockTransactions
        sortLists()
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
    var namedAccounts: [AccountID] { Self.table.flatMap { $0.accounts(in: self) } }

    /// The same policy with an issuer added, replaced, or (without terms) removed.
    package func setting(_ account: AccountID, to terms: IssuerTerms?) -> Policy {
        var policy = self
        policy.issuers.removeAll { $0.account == account }
        if let terms { policy.issuers.append(Issuer(account: account, terms: terms)) }
        policy.sortLists()
        return policy
    }

    private mutating func sortLists() {
        for field in Self.table {
            switch field.shape {
            case .keys(let path, _): self[keyPath: path] = Set(self[keyPath: path]).sorted()
            case .accounts(let path, _): self[keyPath: path] = Set(self[keyPath: path]).sorted()
            case .issuers(let path, _):
                let byAccount = Dictionary(self[keyPath: path].map { ($0.account, $0) }, uniquingKeysWith: { $1 })
                self[keyPath: path] = byAccount.values.sorted { $0.account < $1.account }
            case .account, .duration, .amount, .number: break
            }
        }
    }
}

extension Policy: Canonical {
    /// Without an entry in any of its lists.
    static let leastByteCount = table.reduce(0) { $0 + $1.leastByteCount }

    public func encode(to encoder: inout CanonicalEncoder) {
        for field in Self.table { field.encode(self, to: &encoder) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        self.init()
        for field in Self.table { try field.decode(into: &self, from: &decoder) }
    }
}

extension Policy {
    public var fields: [Field] { Self.table.map { Field($0.name, $0.value(in: self)) } }

    /// Everything that is out of range, in order of the fields.
    public var faults: [PolicyFault] { Self.table.flatMap { $0.faults(in: self) } }
}
