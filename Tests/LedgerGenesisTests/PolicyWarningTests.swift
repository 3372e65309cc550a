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
        window: Milliseconds = .days(7), delay: Milliseconds = .days(3), allowance: UInt32 = 1000,
        issuerAllowance: UInt32 = 1000, blockTransactions: UInt32 = 10_000
    ) throws -> Policy {
        let council = try #require(
            Authenticator(threshold: 2, keys: (0..<3).map { TestKeys.key("council \($0)").publicKey }))
        return Policy(
            authority: authority ?? .threshold(council),
            producers: producers ?? [TestKeys.key("node").publicKey, TestKeys.key("spare").publicKey],
            issuers: issuers ?? [issuer(account("desk"))], arbiters: arbiters, registrars: registrars,
            challengeWindow: window, bindDelay: delay, smallestAmount: Amount(10), allowance: allowance,
            issuerAllowance: issuerAllowance, blockTransactions: blockTransactions)
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
                "policy.issuers has \(desk), which can split its budget of 10000.00 LEAF into 1000 transactions an epoch, and send those of "
                    + "two epochs around their boundary; the arbiters can revoke 400 of the 2000 before they mature, one by one: "
                    + "16000.00 LEAF would mature all the same; what mends it: allowance 1000, or issuerAllowance 200, or 10 arbiters beside it"
            ])
    }

    @Test func `what mends it does mend it, each way by itself`() throws {
        for (allowance, issuerAllowance, arbiters) in [
            (1000, 1000, 2), (200, 200, 2), (200, 1000, 10),
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

    @Test func `at a boundary of epochs as many allowances of an issuer as of a sole arbiter outrun it`() throws {
        let policy = try Self.policy(arbiters: [Self.account("judge")], allowance: 20, issuerAllowance: 20)
        let warnings = Self.warnings(policy)
        #expect(warnings.count == 2, "\(warnings)")
        #expect(
            warnings[0].contains(
                "the arbiters can revoke 20 of the 40 before they mature, one by one: 10000.00 LEAF would mature"))
        #expect(warnings[0].hasSuffix("what mends it: 2 arbiters beside it, or a challengeWindow of 60d"))
        #expect(
            warnings[1]
                == "policy.registrars has \(Self.account("clerk")), which can bind 40 handles around a boundary of epochs; the arbiters can "
                + "revoke 20 of the bindings before they take effect; what mends it: 2 arbiters beside it, or a bindDelay of 60d"
        )
        let two = [Self.account("judge"), Self.account("judge 2")]
        #expect(Self.warnings(try Self.policy(arbiters: two, allowance: 20, issuerAllowance: 20)) == [])
    }

    @Test func `a registrar with an issuer's allowance binds more than arbiters undo, and many registrars do together`()
        throws
    {
        let desk = Self.account("desk")
        let both = Self.warnings(try Self.policy(registrars: [desk], allowance: 500))
        #expect(both.count == 3, "\(both)")
        #expect(
            both[0].hasPrefix(
                "policy.issuers and policy.registrars both have \(desk): who pays handles also says whose they are"))
        #expect(
            both[2].hasPrefix(
                "policy.registrars has \(desk), which can bind 2000 handles around a boundary of epochs; the arbiters can revoke 1000 of"
            ))
        #expect(
            both[2].hasSuffix(
                "what mends it: allowance 1000, or issuerAllowance 500, or 4 arbiters beside it, or a bindDelay of 60d")
        )
        let many = (0..<9).map { Self.account("clerk \($0)") }
        #expect(
            Self.warnings(try Self.policy(registrars: many)) == [
                "policy.registrars has 9, of whom 4 together can bind 8000 handles around a boundary of epochs; the arbiters can revoke 2000 "
                    + "of the bindings before they take effect; what mends it: fewer registrars, or 8 arbiters beside them"
            ])
        let judges = (0..<8).map { Self.account("judge \($0)") }
        #expect(Self.warnings(try Self.policy(arbiters: judges, registrars: many)) == [])
    }

    @Test func `a minority of the issuers that outruns the arbiters together is told of, a majority is not`() throws {
        func issuers(_ count: Int) -> [Issuer] {
            (0..<count).map {
                Self.issuer(Self.account("desk \($0)"), ScopeItem("other:c\($0)").map { [$0] } ?? [])
            }
        }
        #expect(Self.warnings(try Self.policy(issuers: issuers(3))) == [])
        #expect(
            Self.warnings(try Self.policy(issuers: issuers(7))) == [
                "policy.issuers has 7, of whom 3 together can send 6000 rewards around a boundary of epochs; the arbiters can revoke 2000 of "
                    + "them before they mature, one by one; what mends it: 6 arbiters beside them, or a challengeWindow of 90d"
            ])
        let judges = (0..<6).map { Self.account("judge \($0)") }
        #expect(Self.warnings(try Self.policy(issuers: issuers(7), arbiters: judges)) == [])
        let fifty = Self.warnings(try Self.policy(issuers: issuers(50), allowance: 900))
        #expect(fifty.count == 4, "\(fifty)")
        #expect(fifty.last == "policy.issuers has 47 more that outrun the arbiters like these")
    }

    @Test func `an issuer that is the only arbiter needs others, whatever the allowances`() throws {
        let desk = Self.account("desk")
        let warnings = Self.warnings(
            try Self.policy(arbiters: [desk], registrars: [desk], allowance: 2000, issuerAllowance: 2000))
        #expect(
            warnings.last?.hasSuffix("20000.00 LEAF would mature all the same; what mends it: 2 arbiters beside it")
                == true)
    }

    @Test func `a small budget makes no more transactions than smallest amounts`() throws {
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(100), budgetPerEpoch: Amount(4000))
        let desk = Issuer(account: Self.account("desk"), terms: terms)
        #expect(Self.warnings(try Self.policy(issuers: [desk], allowance: 400)) == [])
        let slow = Self.warnings(try Self.policy(issuers: [desk], arbiters: [Self.account("judge")], allowance: 500))
        #expect(
            slow.first?.hasSuffix("what mends it: allowance 800, or 2 arbiters beside it, or a challengeWindow of 60d")
                == true, "\(slow)")
    }

    @Test func `the largest numbers are reckoned with`() throws {
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(.max), budgetPerEpoch: Amount(.max))
        let most = try Self.policy(
            issuers: [Issuer(account: Self.account("desk"), terms: terms)], window: .days(90), allowance: 1,
            issuerAllowance: .max)
        #expect(Self.warnings(most, epoch: Milliseconds(60_000)).contains { $0.contains("would mature all the same") })
    }

    @Test func `numbers by which nobody can react, or nobody can send, are told with their figure`() throws {
        let minutes = Milliseconds(59 * 60_000)
        let cases: [(Policy, String)] = [
            (
                try Self.policy(window: minutes),
                "policy.challengeWindow is 59m, under 1h: rewards mature before anybody has looked at them; "
            ),
            (try Self.policy(delay: minutes), "policy.bindDelay is 59m, under 1h: "),
            (try Self.policy(allowance: 9, issuerAllowance: 9), "policy.allowance is 9, under 10: "),
            (try Self.policy(blockTransactions: 99), "policy.blockTransactions is 99, under 100: "),
        ]
        for (policy, beginning) in cases {
            let warnings = Self.warnings(policy)
            #expect(warnings.count == 1 && warnings[0].hasPrefix(beginning), "\(beginning) is not \(warnings)")
        }
        let most = try Self.policy(
            window: .hours(1), delay: .hours(1), allowance: 10, issuerAllowance: 10, blockTransactions: 100)
        #expect(Self.warnings(most) == [])
    }

    @Test func `an authority of which one key is enough, or none may be lost, is told where its keys are known`() throws
    {
        let keys = (0..<3).map { TestKeys.key("elder \($0)").publicKey }
        for (threshold, warning) in [
            (
                1,
                "policy.authority is 1 of 3 keys: whoever holds any one of them alone can change every rule; use a threshold of at least 2"
            ),
            (2, nil),
            (
                3,
                "policy.authority needs all of its 3 keys: if one is lost nobody can change the rules; add a key, or use a lower threshold"
            ),
        ] {
            let elders = try #require(Authenticator(threshold: threshold, keys: keys))
            let policy = try Self.policy(authority: .threshold(elders))
            let known = policy.warnings(
                in: Self.token, epochLength: .days(30), knowing: [.threshold(elders): elders])
            #expect(known == [warning].compactMap(\.self))
            #expect(Self.warnings(policy) == [], "only the hash is known")
        }
    }

    @Test func `a producer that is left out is told of, for its node stands still`() throws {
        let (old, new) = (TestKeys.key("node").publicKey, TestKeys.key("new node").publicKey)
        let before = try Self.policy(producers: [old])
        let still = "and the chain stands still until a node with the key of another producer runs; have one ready"
        #expect(
            before.changes(to: try Self.policy(producers: [new])) == [
                "policy.producers no longer has \(old): every node that makes blocks now makes no block after the one with this change, \(still)"
            ])
        let spare = TestKeys.key("spare").publicKey
        #expect(
            try Self.policy().changes(to: try Self.policy(producers: [spare])) == [
                "policy.producers no longer has \(old): a node that signs by it makes no block after the one with this change, \(still)"
            ])
        #expect(before.changes(to: try Self.policy()) == [])
    }

    @Test func `what a genesis alone settles is told too: a far start, years of epochs, a budget of everything`() throws
    {
        let now = Timestamp(milliseconds: 1_000_000_000_000)
        func genesis(_ cap: UInt128 = 1_000_000_000, at time: Timestamp = now, epoch: Milliseconds = .days(30)) throws
            -> Genesis
        {
            Genesis(
                community: "Town", token: Self.token, supplyCap: Amount(cap), time: time,
                nonce: SHA256.hash([1]), epochLength: epoch, policy: try Self.policy())
        }
        #expect(try genesis().warnings == [])
        #expect(try genesis(epoch: .days(366)).warnings == [])
        let years = try genesis(epoch: .days(3650)).warnings
        #expect(
            years.count == 1
                && years[0].hasPrefix(
                    "epochLength is 3650d, over a year, and can never be changed: an account that has used its 1000 ")
        )
        let all = try genesis(1_000_000).warnings
        #expect(
            all.count == 1
                && all[0].hasPrefix(
                    "policy.issuers[0].budgetPerEpoch is the whole supply cap 10000.00: this issuer alone "),
            "\(all)")
        #expect(try genesis(at: now.adding(.days(30))).startWarning(at: now) == nil)
        let far = now.adding(.days(400)).adding(Milliseconds(5))
        #expect(
            try genesis(at: far).startWarning(at: now)
                == "startTime is \(far), in 400d: no block can be made before; if that is not meant, begin now")
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
        let node = Self.account("node")
        for (role, policy) in [
            ("issuers", try Self.policy(issuers: [Self.issuer(node)])),
            ("arbiters", try Self.policy(arbiters: [node, Self.account("judge")])),
            ("registrars", try Self.policy(registrars: [node])),
            ("authority", try Self.policy(authority: node)),
        ] {
            #expect(
                Self.warnings(policy).last?.hasPrefix("policy.\(role) and policy.producers both have \(node): ")
                    == true, "\(role)")
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
