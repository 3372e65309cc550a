import Ledger
import LedgerCrypto
import LedgerTesting

/// A chain whose senders try everything, right or wrong: what the rules admit is on the chain, what they refuse is remembered.
struct Troublemaker {
    /// A transaction that is signed well enough to be refused by a rule, and where on the chain it was.
    struct Refusal {
        let block: Int
        /// How many transactions of the block stand before it.
        let position: Int
        let bytes: [UInt8]
        let rejection: Rejection
    }

    private(set) var chain: TestChain
    private(set) var refusals: [Refusal] = []
    var random: SeededRandom
    private var position = 0
    private var paid: [Digest] = []
    private let people = (0..<5).map { TestKeys.key("person \($0)") }
    private let handles = (0..<3).compactMap { Handle("github:person\($0)") }
    private let keyring: [PublicKey: SecretKey]
    private let pairs: [Authenticator]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let isTight = random.isOne(in: 2)
        let isRich = random.isOne(in: 4)
        let community = TestCommunity(
            window: random.isOne(in: 3) ? .zero : .hours(1), bindDelay: random.isOne(in: 3) ? .zero : .hours(2),
            allowance: isTight ? 4 : 1000, cap: isRich ? .max : isTight ? 150 : 1000,
            budget: isRich ? .max : random.isOne(in: 3) ? 700 : 100_000,
            supplyCap: random.isOne(in: 3) ? (isRich ? .max : 1500) : 1_000_000,
            smallest: random.isOne(in: 2) ? 1 : 10)
        chain = TestChain(community)
        let keys =
            people + community.council + [
                community.producer, community.issuer, community.clerk, community.arbiter, community.registrar,
            ]
        keyring = Dictionary(uniqueKeysWithValues: keys.map { ($0.publicKey, $0) })
        let two = [(1, people[0], people[1]), (2, people[1], people[2])].map {
            Authenticator(threshold: $0.0, keys: [$0.1.publicKey, $0.2.publicKey])
        }
        pairs = two.compactMap { $0 } + [community.councilPolicy]
    }

    mutating func grow(blocks: Int, attempts: Int) throws {
        for _ in 0..<blocks {
            chain.advance(by: Milliseconds(UInt64.random(in: 0...7_200_000, using: &random)))
            position = 0
            for _ in 0..<Int.random(in: 0...attempts, using: &random) { try attempt() }
            try chain.close()
        }
    }

    private mutating func attempt() throws {
        guard let attempt = Samples.draw(in: &self) else { return }
        let body = attempt.body
        let sender = random.isOne(in: 12) ? account() : attempt.sender
        let right = chain.sequence(of: sender)
        var transaction = chain.transaction(
            body, from: sender, sequence: random.isOne(in: 15) ? right &+ pick([1, .max]) : right,
            validUntil: random.isOne(in: 15) ? Timestamp(milliseconds: chain.time.milliseconds - 1) : nil)
        // Values that nothing here would choose, where changed bytes still are a transaction.
        if random.isOne(in: 4), let other = try? Transaction(decoding: random.mutated(transaction.encoded)) {
            transaction = other
        }
        let id = transaction.id(on: chain.state.chainID)
        var witnesses = try keys(of: attempt).map {
            Witness(key: $0.publicKey, signature: try $0.sign(id))
        }
        if random.isOne(in: 25) { witnesses[0] = Witness(key: witnesses[0].key, signature: try people[0].sign(.zero)) }
        let bytes = SignedTransaction(transaction, witnesses: witnesses).encoded
        do throws(Rejection) {
            let digest = try admit(bytes)
            position += 1
            if transaction.action.body is Reward { paid.append(digest) }
        } catch {
            refusals.append(Refusal(block: chain.blocks.count, position: position, bytes: bytes, rejection: error))
        }
    }

    private mutating func admit(_ bytes: [UInt8]) throws(Rejection) -> Digest {
        do { return try chain.send(bytes) } catch let rejection as Rejection { throw rejection } catch {
            preconditionFailure("a chain refuses with a rejection, not \(error)")
        }
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
}

/// Who signs.
extension Troublemaker {
    /// Mostly those who are needed; else one more, one less, or somebody else.
    private mutating func keys(of attempt: Attempt) -> [SecretKey] {
        var keys: Set<PublicKey> = []
        for signer in attempt.signers {
            switch signer {
            case .account(let account): keys.formUnion(quorum(of: account))
            case .authenticator(let authenticator): keys.formUnion(quorum(authenticator))
            }
        }
        if random.isOne(in: 15) { keys.insert(person().publicKey) }
        if random.isOne(in: 15), let one = keys.sorted().first { keys.remove(one) }
        let known = keys.sorted().compactMap { keyring[$0] }
        return known.isEmpty ? [person()] : known
    }

    private mutating func quorum(of account: AccountID) -> [PublicKey] {
        let authenticator = chain.state.account(account)?.authenticator(at: chain.time)
        return authenticator.map { quorum($0) } ?? account.ownKey.map { [$0] } ?? []
    }

    private mutating func quorum(_ authenticator: Authenticator) -> [PublicKey] {
        Array(authenticator.keys.shuffled(using: &random).prefix(authenticator.threshold))
    }
}

/// What is tried.
extension Troublemaker: SampleWorld {
    var community: TestCommunity { chain.community }
    var isCareless: Bool { true }

    mutating func person() -> SecretKey { pick(people) }

    mutating func handle() -> Handle { pick(handles) }

    mutating func holder() -> AccountID { random.isOne(in: 4) ? account() : .key(person().publicKey) }

    mutating func reason(isClerk: Bool) -> Reason {
        if random.isOne(in: 15) { return .other(Category(unchecked: "x")) }
        return isClerk ? .other(Category(unchecked: "docs")) : pick([.ticketResolved, .proposalAccepted])
    }

    mutating func reference() -> Reference { Reference(unchecked: "t:\(Int.random(in: 0..<30, using: &random))") }

    mutating func paidReward() -> Digest? { paid.isEmpty ? .zero : pick(paid) }

    mutating func authenticator() -> Authenticator {
        random.isOne(in: 2) ? pick(pairs) : Authenticator(person().publicKey)
    }

    mutating func hiddenPolicy() -> Authenticator { pick(pairs) }

    mutating func amount() -> Amount {
        Amount(pick([0, 1, 9, 10, 40, 40, 90, 100, 160, 1100, 1 << 100, .max]))
    }

    mutating func account() -> AccountID {
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<7: .key(person().publicKey)
        case 7..<9: .handle(pick(handles))
        case 9: .threshold(pick(pairs))
        case 10: .key(chain.community.clerk.publicKey)
        default: .key(PublicKey.zero)
        }
    }

    mutating func terms() -> IssuerTerms {
        IssuerTerms(
            scope: pick([[.ticketResolved], [.anyOther, .proposalAccepted], [.other(Category(unchecked: "docs"))]]),
            capPerReference: Amount(pick([0, 100, 1000])), budgetPerEpoch: Amount(pick([1, 500, 100_000])))
    }

    /// Issuers that fill a policy up.
    private mutating func strangers(_ count: Int) -> [Issuer] {
        (0..<max(0, count)).map { Issuer(account: .key(TestKeys.key("stranger \($0)").publicKey), terms: terms()) }
    }

    mutating func policy() -> Policy {
        let old = chain.state.policy
        let isBad = random.isOne(in: 3)
        return Policy(
            authority: random.isOne(in: 6) ? account() : old.authority,
            producers: isBad && random.isOne(in: 3) ? [] : old.producers + (random.isOne(in: 3) ? [.zero] : []),
            issuers: old.issuers + (random.isOne(in: 3) ? [Issuer(account: account(), terms: terms())] : [])
                + (random.isOne(in: 8) ? strangers(256 - old.issuers.count) : []),
            arbiters: random.isOne(in: 3) ? [account()] : old.arbiters,
            registrars: old.registrars + (random.isOne(in: 4) ? [account()] : []),
            challengeWindow: pick([.zero, .hours(1), .days(isBad ? 91 : 90)]), bindDelay: pick([.zero, .hours(2)]),
            smallestAmount: Amount(isBad ? 0 : pick([1, 10])), allowance: pick([3, 1000]),
            issuerAllowance: isBad ? 1 : pick([5, 1000]), blockBytes: isBad ? pick([1, 1 << 20]) : 1 << 20)
    }
}
