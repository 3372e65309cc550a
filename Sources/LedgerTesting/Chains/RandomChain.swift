import Ledger
import LedgerCrypto
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
    private var paid: [Digest] = []
    private var ticket = 0

    package init(seed: UInt64, people: Int = 12, community: TestCommunity = TestCommunity()) {
        random = SeededRandom(seed: seed)
        chain = TestChain(community)
        self.people = (0..<people).map { TestKeys.key("person \($0)") }
        handles = (0..<people).compactMap { Handle("github:person\($0)") }
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
        do { try sendSomething() } catch let rejection as Rejection { refusals[rejection.name, default: 0] += 1 }
    }

    private mutating func sendSomething() throws {
        let community = chain.community
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<16:
            let isIssuer = !random.isOne(in: 5)
            paid.append(
                try chain.send(reward(byClerk: !isIssuer), keys: [isIssuer ? community.issuer : community.clerk]))
        case 16..<24:
            let sender = person()
            try chain.send(Transfer(to: account(), amount: amount()), from: holder(sender), keys: [sender])
        case 24:
            let sender = person()
            let topic = Reference("topic:\(ticket)") ?? Reference(unchecked: "none")
            try chain.send(Attest(topic: topic, hash: MerkleHash.empty), from: holder(sender), keys: [sender])
        case 25:
            let sender = person()
            try chain.send(Burn(amount: amount()), keys: [sender])
        case 26..<30:
            guard let target = paid.randomElement(using: &random), let reason = Note("paid by mistake") else { return }
            let indices = random.isOne(in: 3) ? [UInt16(0), 1] : [0]
            let sender = random.isOne(in: 2) ? community.arbiter : community.issuer
            try chain.send(Revoke(.credits(transaction: target, indices: indices), reason: reason), keys: [sender])
        case 30: try chain.send(Register(account: account()), keys: [community.registrar])
        case 31..<34:
            let key = person()
            try chain.send(
                Bind(handle: handles.randomElement(using: &random) ?? handles[0], key: key.publicKey),
                keys: [community.registrar, key])
        case 34:
            guard let reason = Note("not theirs"), let handle = handles.randomElement(using: &random) else { return }
            try chain.send(Revoke(.binding(.handle(handle)), reason: reason), keys: [community.arbiter])
        case 35:
            let signers = Array(community.council.shuffled(using: &random).prefix(2))
            try chain.send(Reveal(policy: community.councilPolicy), from: community.authority, keys: signers)
        case 36:
            let (old, new) = (person(), person())
            guard old.publicKey != new.publicKey else { return }
            try chain.send(Rotate(to: Authenticator(new.publicKey)), keys: [old, new])
        case 37:
            let (from, into) = (person(), person())
            guard from.publicKey != into.publicKey else { return }
            try chain.send(Merge(into: .key(into.publicKey)), keys: [from, into])
        case 38:
            let signers = Array(community.council.shuffled(using: &random).prefix(2))
            let terms = community.genesis.policy.terms(of: .key(community.clerk.publicKey))
            try chain.send(
                SetIssuer(account: .key(community.clerk.publicKey), terms: random.isOne(in: 3) ? nil : terms),
                from: community.authority, keys: signers)
        default:
            let signers = Array(community.council.shuffled(using: &random).prefix(2))
            try chain.send(SetPolicy(policy: community.genesis.policy), from: community.authority, keys: signers)
        }
    }

    private mutating func reward(byClerk: Bool) -> Reward {
        let count = random.isOne(in: 4) ? Int.random(in: 2...6, using: &random) : 1
        return Reward(
            (0..<count).map { _ in
                if !random.isOne(in: 8) { ticket += 1 }
                let docs = byClerk ? Category("docs").map { Reason.other($0) } : nil
                return Credit(
                    to: account(), amount: amount(), reason: docs ?? .ticketResolved,
                    reference: Reference("ticket:\(ticket)") ?? Reference(unchecked: "none"),
                    evidence: random.isOne(in: 3) ? MerkleHash.empty : nil)
            })
    }

    private mutating func person() -> SecretKey { people.randomElement(using: &random) ?? people[0] }

    private mutating func amount() -> Amount { Amount(UInt128(Int.random(in: 5...400, using: &random))) }

    private mutating func account() -> AccountID {
        random.isOne(in: 3)
            ? .handle(handles.randomElement(using: &random) ?? handles[0]) : .key(person().publicKey)
    }

    /// An account that a key may sign for: its own, or a handle's.
    private mutating func holder(_ key: SecretKey) -> AccountID {
        guard random.isOne(in: 3) else { return .key(key.publicKey) }
        let bound = handles.map { AccountID.handle($0) }.filter {
            chain.state.account($0)?.authenticator(at: chain.time)?.keys == [key.publicKey]
        }
        return bound.randomElement(using: &random) ?? .key(key.publicKey)
    }
}
