import Ledger
import LedgerCrypto

/// A second ledger, of plain dictionaries, written from the Protocol article: what should be the case.
///
/// It shares no rule with the real one, only the values that go in and out. It is slow where that makes it plainer.
struct ModelLedger: Sendable {
    struct Account: Sendable {
        var sequence: UInt64 = 0
        var balance: UInt128 = 0
        var earned: UInt128 = 0
        var keys: Keys
        var usedEpoch: UInt64 = 0
        var used: UInt32 = 0
        var mergedInto: AccountID?
    }

    enum Keys: Sendable, Equatable {
        /// A key account's own.
        case own(PublicKey)
        case nobody
        case bound(PublicKey, from: UInt64)
        case any(Int, of: Set<PublicKey>)
    }

    struct Credit: Sendable {
        let transaction: Digest
        let index: Int
        let issuer: AccountID
        let to: AccountID
        let amount: UInt128
        let epoch: UInt64
        let maturesAt: UInt64
        let reference: String
        var isRevoked = false
    }

    struct Terms: Sendable {
        var scope: Set<String>
        var cap: UInt128
        var budget: UInt128
    }

    struct Rules: Sendable {
        var authority: AccountID
        var issuers: [AccountID: Terms]
        var arbiters: Set<AccountID>
        var registrars: Set<AccountID>
        var window: UInt64
        var bindDelay: UInt64
        var smallest: UInt128
        var allowance: UInt32
        var issuerAllowance: UInt32
        var blockTransactions: Int

        init(_ policy: Policy) {
            authority = policy.authority
            issuers = Dictionary(uniqueKeysWithValues: policy.issuers.map { ($0.account, Terms($0.terms)) })
            arbiters = Set(policy.arbiters)
            registrars = Set(policy.registrars)
            window = policy.challengeWindow.count
            bindDelay = policy.bindDelay.count
            smallest = policy.smallestAmount.units
            allowance = policy.allowance
            issuerAllowance = policy.issuerAllowance
            blockTransactions = Int(policy.blockTransactions)
        }
    }

    let start: UInt64
    let epochLength: UInt64
    let supplyCap: UInt128
    var rules: Rules
    /// What the open block has changed them to.
    var nextRules: Rules?
    var height: UInt64 = 0
    /// The time of the open block, or of the last one where none is open.
    var time: UInt64
    var accounts: [AccountID: Account] = [:]
    /// Issued and not matured, oldest first.
    var pending: [Credit] = []
    var references: [String: Digest] = [:]
    var spent: [AccountID: (epoch: UInt64, amount: UInt128)] = [:]
    var transactions: UInt64 = 0
    var minted: UInt128 = 0
    var revoked: UInt128 = 0
    var burned: UInt128 = 0
    var lastMaturesAt: UInt64 = 0
    /// Accounts that the open block has changed.
    var touched: Set<AccountID> = []

    init(_ genesis: Genesis) {
        start = genesis.time.milliseconds
        epochLength = genesis.epochLength.count
        supplyCap = genesis.supplyCap.units
        rules = Rules(genesis.policy)
        time = start
        register(genesis.policy)
    }

    var epoch: UInt64 { (time - start) / epochLength }

    mutating func register(_ policy: Policy) {
        let named = [policy.authority] + policy.issuers.map(\.account) + policy.arbiters + policy.registrars
        for account in named { register(account) }
    }

    mutating func register(_ id: AccountID) {
        guard accounts[id] == nil else { return }
        accounts[id] = Account(keys: id.ownKey.map { .own($0) } ?? .nobody)
        touched.insert(id)
    }

    /// Opens the next block at a time that is not before the last one's. What is due by then matures, in order of issue.
    mutating func open(at time: UInt64) {
        precondition(time >= self.time, "the model's time goes back")
        self.time = time
        mature()
    }

    mutating func mature() {
        let due = pending.prefix { $0.maturesAt <= time }
        for credit in due where !credit.isRevoked {
            accounts[credit.to]?.balance += credit.amount
            accounts[credit.to]?.earned += credit.amount
            touched.insert(credit.to)
        }
        pending.removeFirst(due.count)
    }

    /// Ends the open block; a changed policy is in force for the next.
    mutating func seal() {
        if let nextRules { rules = nextRules }
        nextRules = nil
        height += 1
    }

    /// What does not add up, of all that must hold at every moment.
    var fault: String? {
        let balances = accounts.values.reduce(UInt128(0)) { $0 + $1.balance }
        let waiting = pending.reduce(UInt128(0)) { $0 + ($1.isRevoked ? 0 : $1.amount) }
        if balances + waiting != minted - revoked - burned {
            return "\(balances) in balances and \(waiting) pending are not \(minted) - \(revoked) - \(burned)"
        }
        if minted - revoked > supplyCap { return "\(minted - revoked) were minted of at most \(supplyCap)" }
        for (id, account) in accounts where account.mergedInto != nil && account.balance > 0 {
            return "\(id) was merged and has a balance"
        }
        return nil
    }
}

extension ModelLedger.Terms {
    init(_ terms: IssuerTerms) {
        scope = Set(terms.scope.map(\.description))
        cap = terms.capPerReference.units
        budget = terms.budgetPerEpoch.units
    }

    func covers(_ reason: String) -> Bool {
        scope.contains(reason) || (reason.hasPrefix("other:") && scope.contains("other:*"))
    }
}
