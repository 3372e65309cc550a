import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// Attacks by rules that random ones meet seldom or never, each in block 2 of its chain.
enum RareAttacks {
    /// With the code of the rule.
    static func all() throws -> [(code: Int, attack: Attack)] {
        let usual = TestCommunity()
        let terms = usual.genesis.policy.issuers[0].terms
        let rich = TestCommunity(cap: .max, budget: .max, supplyCap: .max)
        let poor = TestCommunity(supplyCap: 1000)
        return [
            (1, try attack("too large a transaction", usual) { [try $0.signed(SetPolicy(policy: huge(usual)))] }),
            // Rules 2 and 3 are for a transaction that stands alone: a block of such bytes is none.
            (201, try attack("no transaction", usual) { _ in [[0xFF]] }),
            (
                201,
                try attack("too many credits", usual) {
                    var bytes = try $0.signed(usual.largeReward)
                    bytes[50] += 1  // after sender, sequence, end and tag: the count, 1,024 in two bytes
                    return [bytes]
                }
            ),
            (
                46,
                try attack("overflow", rich) {
                    try $0.send(reward("a", .max), keys: [rich.issuer])
                    return [try $0.signed(reward("b", 10))]
                }
            ),
            (
                48,
                try attack("over the supply cap", poor) {
                    try $0.send(reward("a", 1000), keys: [poor.issuer])
                    return [try $0.signed(reward("b", 10))]
                }
            ),
            (
                92,
                try attack("a 257th issuer", usual) {
                    try $0.set(policy(usual, issuers: 256, terms))
                    let more = SetIssuer(account: .key(TestKeys.key("one more").publicKey), terms: terms)
                    return [try $0.signed(more, from: usual.authority, keys: Array(usual.council.prefix(2)))]
                }
            ),
            (
                211,
                try attack("a transaction too many", usual) {
                    try $0.set(policy(usual, issuers: 2, terms, blockTransactions: 1))
                    return [try $0.signed(reward("a", 10)), try $0.signed(reward("b", 10))]
                }
            ),
            (211, try attack("too large a block", usual) { _ in try usual.overfull() }),
        ]
    }

    /// A chain that `prepare` begins, and in its second block the transactions that it returns.
    private static func attack(
        _ name: String, _ community: TestCommunity, _ prepare: (inout TestChain) throws -> [[UInt8]]
    ) throws -> Attack {
        var chain = TestChain(community)
        let last = try prepare(&chain)
        try chain.close()
        try chain.close()
        let block = try chain.forged(1) { $0 = last }
        return Attack(name: name, archive: Attack.archive(community.genesis, [chain.blocks[0], block]))
    }

    private static func reward(_ reference: String, _ amount: UInt128) -> Reward {
        Reward([
            Credit(
                to: .key(TestKeys.key("alice").publicKey), amount: Amount(amount), reason: .ticketResolved,
                reference: Reference(unchecked: reference))
        ])
    }

    private static func policy(
        _ community: TestCommunity, issuers count: Int, _ terms: IssuerTerms, blockTransactions: UInt32 = 9
    ) -> Policy {
        let old = community.genesis.policy
        let more = (old.issuers.count..<count).map {
            Issuer(account: .key(TestKeys.key("issuer \($0)").publicKey), terms: terms)
        }
        return Policy(
            authority: old.authority, producers: old.producers, issuers: old.issuers + more, arbiters: [],
            registrars: [], challengeWindow: .zero, bindDelay: .zero, smallestAmount: Amount(1), allowance: 9,
            issuerAllowance: 9, blockTransactions: blockTransactions)
    }

    /// A policy that decodes, in more bytes than a transaction may have.
    private static func huge(_ community: TestCommunity) -> Policy {
        let scope = (0..<16).map { ScopeItem.other(Category(unchecked: String(repeating: "a", count: 16 + $0))) }
        let terms = IssuerTerms(scope: scope, capPerReference: Amount(1), budgetPerEpoch: Amount(1))
        return policy(community, issuers: 1000, terms)
    }
}

extension TestChain {
    /// A transaction that need not be admitted; by the issuer, unless told otherwise.
    func signed(_ body: some ActionBody, from: AccountID? = nil, keys: [SecretKey]? = nil) throws -> [UInt8] {
        let keys = keys ?? [community.issuer]
        let transaction = transaction(body, from: from ?? .key(keys[0].publicKey))
        return try SignedTransaction(transaction, on: state.chainID, keys: keys).encoded
    }

    /// Has the council put a policy in force.
    mutating func set(_ policy: Policy) throws {
        let keys = Array(community.council.prefix(2))
        try send(Reveal(policy: community.councilPolicy), from: community.authority, keys: keys)
        try send(SetPolicy(policy: policy), from: community.authority, keys: keys)
    }
}

extension TestCommunity {
    /// As many credits as there may be, in some 119 KB.
    var largeReward: Reward {
        Reward(
            (0..<UInt64(Reward.creditLimit)).map {
                let number = String($0)
                let reference = String(repeating: "r", count: 64 - number.count) + number
                return Credit(
                    to: .key(issuer.publicKey), amount: Amount(10), reason: .ticketResolved,
                    reference: Reference(unchecked: reference))
            })
    }

    /// Transactions that are too many bytes for a block of the usual policy.
    func overfull() throws -> [[UInt8]] {
        Array(repeating: try TestChain(self).signed(largeReward), count: 9)
    }
}
