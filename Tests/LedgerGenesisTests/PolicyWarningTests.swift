import Ledger
import LedgerCrypto
import LedgerGenesis
import LedgerTesting
import Testing

/// What is warned of beside single values: what roles can do together, and before anybody can undo it.
@Suite struct PolicyWarningTests {
    private static let token = Token(name: "Leaf", symbol: "LEAF", decimals: 2)
    private static func account(_ name: String) -> AccountID { .key(TestKeys.key(name).publicKey) }
    /// 32 bytes that are the x of no point of the curve.
    private static let noPoint = PublicKey(hex: String(repeating: "f", count: 64)) ?? .zero

    private static func issuer(_ account: AccountID, _ scope: [ScopeItem] = [.ticketResolved]) -> Issuer {
        let terms = IssuerTerms(scope: scope, capPerReference: Amount(5000), budgetPerEpoch: Amount(1_000_000))
        return Issuer(account: account, terms: terms)
    }

    /// A policy that nobody regrets, but for what is named.
    private static func policy(
        authority: AccountID? = nil, producers: [PublicKey]? = nil, issuers: [Issuer]? = nil,
        arbiters: [AccountID] = [account("judge"), account("judge 2")], registrars: [AccountID] = [account("clerk")],
        window: Milliseconds = .days(7), allowance: UInt32 = 1000, issuerAllowance: UInt32 = 2000
    ) throws -> Policy {
        let council = try #require(
            Authenticator(threshold: 2, keys: (0..<3).map { TestKeys.key("council \($0)").publicKey }))
        return Policy(
            authority: authority ?? .threshold(council),
            producers: producers ?? [TestKeys.key("node").publicKey, TestKeys.key("spare").publicKey],
            issuers: issuers ?? [issuer(account("desk"))], arbiters: arbiters, registrars: registrars,
            challengeWindow: window, bindDelay: .days(3), smallestAmount: Amount(10), allowance: allowance,
            issuerAllowance: issuerAllowance)
    }

    private static func warnings(_ policy: Policy, epoch: Milliseconds = .days(30)) -> [String] {
        policy.warnings(in: token, epochLength: epoch)
    }

    @Test func `what nobody regrets has no warnings`() throws {
        #expect(Self.warnings(try Self.policy()) == [])
    }

    @Test func `an issuer that outruns the arbiters is named with the amount and what mends it`() throws {
        let desk = Self.account("desk")
        #expect(
            Self.warnings(try Self.policy(allowance: 200)) == [
                "policy.issuers has \(desk), which can split its budget of 10000.00 LEAF into 2000 transactions an epoch; the arbiters "
                    + "can revoke 400 before they mature, one by one: 8000.00 LEAF would mature all the same; what mends it: "
                    + "allowance 1000, or issuerAllowance 400, or 10 arbiters beside it"
            ])
    }

    @Test func `what mends it does mend it, each way by itself`() throws {
        for (allowance, issuerAllowance, arbiters) in [
            (1000, 2000, 2), (200, 400, 2), (200, 2000, 10),
        ] as [(UInt32, UInt32, Int)] {
            let judges = (0..<arbiters).map { Self.account("judge \($0)") }
            let policy = try Self.policy(arbiters: judges, allowance: allowance, issuerAllowance: issuerAllowance)
            #expect(Self.warnings(policy) == [], "\(allowance) \(issuerAllowance) \(arbiters)")
        }
        // A window over several epochs gives the arbiters the allowance of each.
        let short = try Self.policy(window: .days(4), allowance: 200)
        #expect(Self.warnings(short, epoch: .days(1)).first?.contains("or a challengeWindow of 5d") == true)
        #expect(Self.warnings(try Self.policy(window: .days(5), allowance: 200), epoch: .days(1)) == [])
    }

    @Test func `an issuer that is the only arbiter needs another, whatever the allowances`() throws {
        let desk = Self.account("desk")
        let warnings = Self.warnings(try Self.policy(arbiters: [desk], allowance: 2000))
        #expect(warnings.count == 2)
        #expect(warnings[1].hasSuffix("10000.00 LEAF would mature all the same; what mends it: an arbiter beside it"))
    }

    @Test func `a small budget makes no more transactions than smallest amounts`() throws {
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(100), budgetPerEpoch: Amount(4000))
        let few = try Self.policy(issuers: [Issuer(account: Self.account("desk"), terms: terms)], allowance: 200)
        #expect(Self.warnings(few) == [])
    }

    @Test func `the largest numbers are reckoned with`() throws {
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(.max), budgetPerEpoch: Amount(.max))
        let most = try Self.policy(
            issuers: [Issuer(account: Self.account("desk"), terms: terms)], window: .days(90), allowance: 1,
            issuerAllowance: .max)
        #expect(Self.warnings(most, epoch: Milliseconds(60_000)).contains { $0.contains("would mature all the same") })
    }

    @Test func `a role that nobody or anybody holds, or that another holds too, is told`() throws {
        let handle = AccountID.handle(try #require(Handle("github:events")))
        let nobody = AccountID.key(Self.noPoint)
        let desk = Self.account("desk")
        let cases: [(Policy, String)] = [
            (try Self.policy(issuers: [Self.issuer(handle)]), "policy.issuers has the handle \(handle): "),
            (try Self.policy(arbiters: [handle, Self.account("judge")]), "policy.arbiters has the handle \(handle): "),
            (try Self.policy(registrars: [handle]), "policy.registrars has the handle \(handle): "),
            (try Self.policy(issuers: [Self.issuer(nobody)]), "policy.issuers has the key account \(nobody), no point"),
            (
                try Self.policy(arbiters: [nobody, Self.account("judge")]),
                "policy.arbiters has the key account \(nobody), no point"
            ),
            (try Self.policy(registrars: [nobody]), "policy.registrars has the key account \(nobody), no point"),
            (
                try Self.policy(producers: [Self.noPoint, TestKeys.key("node").publicKey]),
                "policy.producers has \(Self.noPoint), no point"
            ),
            (try Self.policy(producers: [TestKeys.key("node").publicKey]), "policy.producers is one key: "),
            (try Self.policy(window: .days(31)), "policy.challengeWindow is 31d, over 30d: "),
            (
                try Self.policy(arbiters: [desk, Self.account("judge"), Self.account("judge 2")]),
                "policy.arbiters and policy.issuers both have \(desk): "
            ),
            (
                try Self.policy(registrars: [Self.account("judge")]),
                "policy.arbiters and policy.registrars both have \(Self.account("judge")): "
            ),
        ]
        for (policy, beginning) in cases {
            let warnings = Self.warnings(policy)
            #expect(warnings.count == 1 && warnings[0].hasPrefix(beginning), "\(beginning) is not \(warnings)")
        }
        let spender = try Self.policy(authority: desk)
        #expect(
            Self.warnings(spender).last?.hasPrefix("policy.authority and policy.issuers both have \(desk): ") == true)
    }

    @Test(arguments: [
        ("ticketResolved", "ticketResolved", true), ("other:docs", "other:*", true), ("other:*", "other:docs", true),
        ("other:docs", "other:docs", true), ("other:docs", "other:code", false),
        ("ticketResolved", "proposalAccepted", false), ("ticketResolved", "other:*", false),
    ])
    func `two issuers who may pay for the same are told of, whichever comes first`(
        one: String, other: String, overlap: Bool
    ) throws {
        let (first, second) = (try #require(ScopeItem(one)), try #require(ScopeItem(other)))
        let policy = try Self.policy(
            issuers: [Self.issuer(Self.account("desk"), [first]), Self.issuer(Self.account("desk 2"), [second])])
        let warnings = Self.warnings(policy)
        #expect(warnings.count == (overlap ? 1 : 0))
        #expect(warnings.allSatisfy { $0.hasPrefix("policy.issuers has two who may pay for ") })
    }
}
