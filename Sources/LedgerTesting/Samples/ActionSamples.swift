package import Ledger
import LedgerCrypto

// The samples of every kind of action, in order of the tags.

private let someone = TestKeys.key("someone").publicKey
private let alice = AccountID.key(someone)
private let document = SHA256.hash([1])
private let community = TestCommunity()

extension Reward: SampledAction {
    package static let samples = [
        ActionSample(
            Reward([
                Credit(to: alice, amount: Amount(1), reason: .ticketResolved, reference: Reference(unchecked: "1"))
            ]), "credits"),
        ActionSample(
            Reward([
                Credit(
                    to: alice, amount: Amount(.max), reason: .proposalAccepted, reference: Reference(unchecked: "T-1")),
                Credit(
                    to: .handle(Handle(unchecked: "github:bob")), amount: Amount(1),
                    reason: .other(Category(unchecked: "event")), reference: Reference(unchecked: "2026/meetup"),
                    evidence: document),
            ]), "credits"),
    ]
    package static let weight = 16

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let isClerk = world.random.isOne(in: 4)
        let count = world.random.isOne(in: 4) ? Int.random(in: 2...6, using: &world.random) : 1
        let credits = (0..<count).map { _ in
            Credit(
                to: world.account(), amount: world.amount(), reason: world.reason(isClerk: isClerk),
                reference: world.reference(), evidence: world.random.isOne(in: 3) ? document : nil)
        }
        let sender = isClerk ? world.community.clerk : world.community.issuer
        return Attempt(Reward(credits), by: .key(sender.publicKey))
    }
}

extension Transfer: SampledAction {
    package static let samples = [
        ActionSample(Transfer(to: alice, amount: Amount(5)), "to", "amount"),
        ActionSample(Transfer(to: alice, amount: Amount(.max), evidence: document), "to", "amount", "evidence"),
    ]
    package static let weight = 12

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let (from, to) = (world.holder(), world.account())
        guard world.isCareless || from != to else { return nil }
        let amount = world.payment(by: from)
        return Attempt(Transfer(to: to, amount: amount, evidence: world.random.isOne(in: 4) ? document : nil), by: from)
    }
}

extension Burn: SampledAction {
    package static let samples = [ActionSample(Burn(amount: Amount(7)), "amount")]
    package static let weight = 2

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let holder = world.holder()
        return Attempt(Burn(amount: world.amount()), by: holder)
    }
}

extension Revoke: SampledAction {
    package static let samples = [
        ActionSample(
            Revoke(
                .credits(transaction: document, indices: [0, 7, 1023]),
                reason: Note(unchecked: "counted twice, déjà vu")
            ),
            "transaction", "credits", "reason"),
        ActionSample(Revoke(.binding(alice), reason: Note(unchecked: "?")), "binding", "reason"),
        ActionSample(
            Revoke(.binding(alice), reason: Note(unchecked: "stolen"), evidence: document), "binding", "reason",
            "evidence"),
    ]
    package static let weight = 6

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let (arbiter, reason) = (AccountID.key(world.community.arbiter.publicKey), Note(unchecked: "by mistake"))
        guard !world.random.isOne(in: 4) else {
            return Attempt(Revoke(.binding(.handle(world.handle())), reason: reason), by: arbiter)
        }
        guard let paid = world.paidReward() else { return nil }
        let indices: [UInt16] = world.pick([0], [0], [0, 1], [1], [7])
        let (issuer, clerk) = (world.community.issuer.publicKey, world.community.clerk.publicKey)
        let sender = world.pick(
            arbiter, arbiter, .key(issuer), .key(issuer), .key(clerk), .key(world.person().publicKey))
        return Attempt(
            Revoke(
                .credits(transaction: paid, indices: indices), reason: reason,
                evidence: world.random.isOne(in: 3) ? document : nil), by: sender)
    }
}

extension Register: SampledAction {
    package static let samples = [ActionSample(Register(account: alice), "account")]
    package static let weight = 2

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        Attempt(Register(account: world.account()), by: .key(world.community.registrar.publicKey))
    }
}

extension Bind: SampledAction {
    package static let samples = [
        ActionSample(Bind(handle: Handle(unchecked: "a:b"), key: someone), "handle", "account", "key"),
        ActionSample(Bind(handle: Handle(unchecked: "github:alice"), key: someone), "handle", "account", "key"),
    ]
    package static let weight = 3

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let key = world.person().publicKey
        return Attempt(
            Bind(handle: world.handle(), key: key), by: .key(world.community.registrar.publicKey),
            with: .authenticator(Authenticator(key)))
    }
}

extension Reveal: SampledAction {
    package static let samples = [
        ActionSample(Reveal(policy: Authenticator(someone)), "threshold", "keys"),
        ActionSample(Reveal(policy: community.councilPolicy), "threshold", "keys"),
    ]
    package static let weight = 1

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let policy = world.hiddenPolicy()
        return Attempt(Reveal(policy: policy), by: .threshold(policy), signedBy: policy)
    }
}

extension Rotate: SampledAction {
    package static let samples = [
        ActionSample(Rotate(to: Authenticator(someone)), "threshold", "keys"),
        ActionSample(Rotate(to: community.councilPolicy), "threshold", "keys"),
    ]
    package static let weight = 1

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let (sender, to) = (AccountID.key(world.person().publicKey), world.authenticator())
        return Attempt(Rotate(to: to), by: sender, with: .authenticator(to))
    }
}

extension Merge: SampledAction {
    package static let samples = [
        ActionSample(Merge(into: alice), "into"),
        ActionSample(Merge(into: alice, evidence: document), "into", "evidence"),
    ]
    package static let weight = 1

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let from = world.holder()
        let into = world.isCareless ? world.account() : .key(world.person().publicKey)
        guard world.isCareless || from != into else { return nil }
        return Attempt(Merge(into: into), by: from, with: .account(into))
    }
}

extension SetIssuer: SampledAction {
    package static let samples = [
        ActionSample(SetIssuer(account: alice, terms: nil), "account", "removed"),
        ActionSample(
            SetIssuer(
                account: alice,
                terms: IssuerTerms(
                    scope: [.anyOther, .other(Category(unchecked: "a")), .ticketResolved], capPerReference: Amount(1),
                    budgetPerEpoch: Amount(2))),
            "account", "scope", "capPerReference", "budgetPerEpoch"),
    ]
    package static let weight = 2

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let clerk = AccountID.key(world.community.clerk.publicKey)
        let account = world.random.isOne(in: 2) ? clerk : world.account()
        let terms =
            world.random.isOne(in: 3) ? nil : account == clerk && !world.isCareless ? docs(world) : world.terms()
        return Attempt(SetIssuer(account: account, terms: terms), by: world.community.authority)
    }

    /// The clerk's own terms, so that it goes on paying for documents.
    private static func docs(_ world: some SampleWorld) -> IssuerTerms? {
        world.community.genesis.policy.terms(of: .key(world.community.clerk.publicKey))
    }
}

extension SetPolicy: SampledAction {
    package static let samples = [
        ActionSample(SetPolicy(policy: community.genesis.policy), fieldsOfPolicy),
        // It decodes, and a rule refuses it.
        ActionSample(
            SetPolicy(
                policy: Policy(
                    authority: alice, producers: [], issuers: [], arbiters: [], registrars: [], challengeWindow: .zero,
                    bindDelay: .zero, smallestAmount: Amount(1), allowance: 1, issuerAllowance: 1)), fieldsOfPolicy),
    ]
    package static let weight = 1

    private static let fieldsOfPolicy = Policy.table.map(\.name)

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        Attempt(SetPolicy(policy: world.policy()), by: world.community.authority)
    }
}

extension Attest: SampledAction {
    package static let samples = [
        ActionSample(Attest(topic: Reference(unchecked: "t"), hash: .zero), "topic", "hash"),
        ActionSample(Attest(topic: Reference(unchecked: "minutes/2026-11"), hash: document), "topic", "hash"),
    ]
    package static let weight = 1

    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        let holder = world.holder()
        return Attempt(Attest(topic: world.reference(), hash: document), by: holder)
    }
}
