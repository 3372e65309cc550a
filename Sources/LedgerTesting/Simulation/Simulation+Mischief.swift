import Ledger
import LedgerCrypto

/// Thieves, careless programs and mistaken clerks.
extension Simulation {
    mutating func steal() async throws {
        let victim = AccountID.key(person().publicKey)
        let thief = AccountID.key(cast.thief.publicKey)
        let loot = Transfer(to: thief, amount: Amount(max(1, open.accounts[victim]?.balance ?? 1)))
        switch Int.random(in: 0..<6, using: &random) {
        case 0:  // with a key of its own
            try await submit(loot, from: victim, by: [cast.thief])
        case 1:  // with a signature that somebody forged
            guard var sent = try sign(loot, from: victim) else { return }
            var bytes = sent.bytes
            bytes[bytes.count - Int.random(in: 1...64, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            sent = Sent(transaction: sent.transaction, signers: sent.signers, bytes: bytes, flaw: "badSignature")
            try await send(sent)
        case 2:  // with one that is good on another chain
            guard var sent = try sign(loot, from: victim, on: cast.otherChain) else { return }
            sent.flaw = "badSignature"
            try await send(sent)
        case 3:  // money that nobody has
            try await submit(Transfer(to: thief, amount: Amount(.max)), from: holder())
        case 4:  // a reward for oneself
            let credit = Credit(
                to: thief, amount: Amount(100), reason: .ticketResolved, reference: Reference(unchecked: "loot"))
            try await submit(Reward([credit]), from: .key(person().publicKey))
        default:  // a policy of one's own
            try await submit(SetPolicy(policy: community.genesis.policy), from: .key(person().publicKey))
        }
    }

    /// Two transactions arrive in the wrong order; then the first again, and the second again.
    mutating func sendInWrongOrder() async throws {
        let from = AccountID.key(community.issuer.publicKey)
        guard !hasFailed, let next = open.accounts[from]?.sequence else { return }
        func reward(_ number: Int) -> Reward {
            Reward([
                Credit(
                    to: .key(cast.people[0].publicKey), amount: Amount(20), reason: .ticketResolved,
                    reference: Reference(unchecked: "order:\(number)"))
            ])
        }
        ticketNumber += 1
        guard let first = try sign(reward(ticketNumber * 2), from: from, sequence: next),
            let second = try sign(reward(ticketNumber * 2 + 1), from: from, sequence: next + 1)
        else { return }
        for sent in [second, first, second, first] { try await send(sent) }
    }

    /// Two programs with one key both take the next number.
    mutating func sendFromTwoClients() async throws {
        let from = holder()
        guard let one = try sign(Samples.spending(1), from: from),
            let other = try sign(Samples.spending(2), from: from)
        else { return }
        try await send(one)
        if random.isOne(in: 2) { try await build() }
        try await send(other)
    }

    mutating func blunder() async throws {
        let from = holder()
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            guard var sent = try sign(Transfer(to: from, amount: amount()), from: from) else { return }
            sent.flaw = "toOneself"
            try await send(sent)
        case 1:
            guard var sent = try sign(Samples.spending(0), from: from) else { return }
            sent.flaw = "zeroAmount"
            try await send(sent)
        case 2:
            guard var sent = try sign(Samples.spending(amount().units), from: from) else { return }
            let length = Int.random(in: 0..<sent.bytes.count, using: &random)
            sent = Sent(
                transaction: sent.transaction, signers: sent.signers, bytes: Array(sent.bytes.prefix(length)),
                flaw: "malformed")
            try await send(sent)
        case 3:  // around the end of its life
            let time = max(bench.clock.wall.milliseconds, open.time)
            let until = Timestamp(milliseconds: time + UInt64.random(in: 0...4, using: &random) - 2)
            try await submit(Samples.spending(amount().units), from: from, validUntil: until)
        case 4:
            try await submit(
                Samples.spending(amount().units), from: from, sequence: UInt64.random(in: 0...40, using: &random))
        case 5:  // a witness too many
            try await submit(Samples.spending(amount().units), from: from, with: [person()])
        case 6:  // over the cap
            ticketNumber += 1
            let credit = Credit(
                to: account(), amount: Amount(1001), reason: .ticketResolved,
                reference: Reference(unchecked: "ticket:\(ticketNumber)"))
            try await submit(Reward([credit]), from: .key(community.issuer.publicKey))
        default:  // for what one is not responsible
            let credit = Credit(
                to: account(), amount: amount(), reason: .proposalAccepted,
                reference: Reference(unchecked: "p:\(ticketNumber)"))
            try await submit(Reward([credit]), from: .key(community.clerk.publicKey))
        }
    }
}
