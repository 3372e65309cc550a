package import Ledger
package import LedgerCrypto
import LedgerReplay

extension BlockList: BlockSource {}

/// A chain of a community at work, drawn from a seed: every kind of action, and attempts that the rules refuse.
package struct RandomChain {
    package private(set) var chain: TestChain
    /// How many attempts were refused, by the name of the rule.
    package private(set) var refusals: [String: Int] = [:]
    package var random: SeededRandom
    private let people: [SecretKey]
    private let handles: [Handle]
    private let keyring: [PublicKey: SecretKey]
    private var paid: [Digest] = []
    private var ticket = 0

    package init(seed: UInt64, people: Int = 12, community: TestCommunity = TestCommunity()) {
        random = SeededRandom(seed: seed)
        chain = TestChain(community)
        self.people = (0..<people).map { TestKeys.key("person \($0)") }
        handles = (0..<people).compactMap { Handle("github:person\($0)") }
        let officers = [community.issuer, community.clerk, community.arbiter, community.registrar]
        keyring = Dictionary(
            uniqueKeysWithValues: (self.people + officers + community.council).map { ($0.publicKey, $0) })
    }

    /// Makes blocks of up to `transactions` attempts each.
    package mutating func grow(blocks: Int, transactions: Int) throws {
        for _ in 0..<blocks {
            chain.advance(by: Milliseconds(UInt64.random(in: 0...7_200_000, using: &random)))
            for _ in 0..<Int.random(in: 0...transactions, using: &random) { try attempt() }
            try chain.close()
        }
    }

    private mutating func attempt() throws {
        guard let attempt = Samples.draw(in: &self) else { return }
        do {
            let id = try chain.send(attempt.body, from: attempt.sender, keys: keys(of: attempt))
            if attempt.body is Reward { paid.append(id) }
        } catch let rejection as Rejection { refusals[rejection.name, default: 0] += 1 }
    }

    /// The keys of those who are needed; now and then somebody signs for others.
    private mutating func keys(of attempt: Attempt) -> [SecretKey] {
        guard !random.isOne(in: 20) else { return [person()] }
        var keys: Set<PublicKey> = []
        for signer in attempt.signers {
            switch signer {
            case .authenticator(let authenticator): keys.formUnion(authenticator.keys.prefix(authenticator.threshold))
            case .account(let account):
                let authenticator = chain.state.account(account)?.authenticator(at: chain.time)
                let own = account.ownKey.map { [$0] } ?? []
                keys.formUnion(authenticator.map { $0.keys.prefix($0.threshold) } ?? own[...])
            }
        }
        let known = keys.sorted().compactMap { keyring[$0] }
        return known.isEmpty ? [person()] : known
    }
}

extension RandomChain: SampleWorld {
    package var community: TestCommunity { chain.community }

    package mutating func person() -> SecretKey { people.randomElement(using: &random) ?? people[0] }

    package mutating func handle() -> Handle { handles.randomElement(using: &random) ?? handles[0] }

    package mutating func amount() -> Amount { Amount(UInt128(Int.random(in: 5...400, using: &random))) }

    package mutating func account() -> AccountID {
        random.isOne(in: 3) ? .handle(handle()) : .key(person().publicKey)
    }

    /// A person, or a handle that is bound to them.
    package mutating func holder() -> AccountID {
        let key = person().publicKey
        guard random.isOne(in: 3) else { return .key(key) }
        let bound = handles.map { AccountID.handle($0) }.filter {
            chain.state.account($0)?.authenticator(at: chain.time)?.keys == [key]
        }
        return bound.randomElement(using: &random) ?? .key(key)
    }

    package mutating func reference() -> Reference {
        if !random.isOne(in: 8) { ticket += 1 }
        return Reference(unchecked: "ticket:\(ticket)")
    }

    package mutating func paidReward() -> Digest? { paid.randomElement(using: &random) }

    package mutating func authenticator() -> Authenticator {
        let keys = Set([person().publicKey, person().publicKey])
        return Authenticator(threshold: Int.random(in: 1...keys.count, using: &random), keys: Array(keys))
            ?? Authenticator(person().publicKey)
    }
}
