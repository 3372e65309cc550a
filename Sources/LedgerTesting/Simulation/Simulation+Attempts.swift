import Ledger
import LedgerCrypto

/// What people try. Each takes what the node would tell them now, or what they remember wrongly.
extension Simulation {
    mutating func attempt() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: try await sendReward()
        case 30..<58: try await sendTransfer()
        case 58..<60: try await submit(Burn(amount: amount()), from: holder())
        case 60:
            let topic = Reference(unchecked: "topic:\(ticketNumber)")
            try await submit(Attest(topic: topic, hash: .zero), from: holder())
        case 61..<67: try await sendRevoke()
        case 67..<70: try await submit(Register(account: account()), from: .key(community.registrar.publicKey))
        case 70..<75:
            let key = person()
            guard let handle = cast.handles.randomElement(using: &random) else { return }
            try await submit(
                Bind(handle: handle, key: key.publicKey), from: .key(community.registrar.publicKey), with: [key])
        case 75..<77:
            guard let handle = cast.handles.randomElement(using: &random), let why = Note("not theirs") else { return }
            try await submit(Revoke(.binding(.handle(handle)), reason: why), from: .key(community.arbiter.publicKey))
        case 77..<79: try await sendRotate()
        case 79..<80: try await sendMerge()
        case 80..<84: try await govern()
        case 84..<90: try await steal()
        case 90..<94: try await sendInWrongOrder()
        case 94..<97: try await sendFromTwoClients()
        default: try await blunder()
        }
    }

    /// Somebody sends again what they sent before, committed or not.
    mutating func sendAgain() async throws {
        guard let sent = recent.randomElement(using: &random) else { return }
        try await send(sent)
    }

    // MARK: Honest people

    private mutating func sendReward() async throws {
        let isClerk = random.isOne(in: 5)
        let count = random.isOne(in: 4) ? Int.random(in: 2...5, using: &random) : 1
        var credits: [Credit] = []
        for _ in 0..<count {
            // Now and then the same ticket once more: a mistake, unless it was revoked.
            if !random.isOne(in: 7) { ticketNumber += 1 }
            let number = random.isOne(in: 20) ? Int.random(in: 0...ticketNumber, using: &random) : ticketNumber
            let reason: Reason = isClerk ? .other(Category(unchecked: "docs")) : .ticketResolved
            credits.append(
                Credit(
                    to: account(), amount: amount(), reason: reason,
                    reference: Reference(unchecked: "ticket:\(number)")))
        }
        try await submit(Reward(credits), from: .key((isClerk ? community.clerk : community.issuer).publicKey))
    }

    private mutating func sendTransfer() async throws {
        let (from, to) = (holder(), account())
        guard from != to else { return }
        let balance = open.accounts[from]?.balance ?? 0
        // Mostly what they have; sometimes all of it, or a unit more.
        let units =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: max(1, balance)
            case 1: balance + 1
            default: UInt128.random(in: 1...max(1, balance / 2), using: &random)
            }
        try await submit(Transfer(to: to, amount: Amount(units)), from: from)
    }

    private mutating func sendRevoke() async throws {
        let lately = paid.suffix(random.isOne(in: 4) ? 400 : 20)
        guard let target = lately.randomElement(using: &random), let why = Note("paid by mistake") else { return }
        let indices: [UInt16] = random.isOne(in: 3) ? [0, 1] : [0]
        let officers = [community.arbiter, community.issuer, community.clerk, person()]
        let officer = officers[min(3, Int.random(in: 0..<9, using: &random) / 2)]
        try await submit(
            Revoke(.credits(transaction: target, indices: indices), reason: why), from: .key(officer.publicKey))
    }

    private mutating func sendRotate() async throws {
        let from = AccountID.key(person().publicKey)
        let keys = Array(Set([person().publicKey, person().publicKey, person().publicKey])).sorted()
        let threshold = random.isOne(in: 2) ? 1 : keys.count
        guard let to = Authenticator(threshold: threshold, keys: keys) else { return }
        try await submit(Rotate(to: to), from: from, with: keys.prefix(threshold).compactMap { cast.secret($0) })
    }

    private mutating func sendMerge() async throws {
        let (from, into) = (holder(), AccountID.key(person().publicKey))
        guard from != into else { return }
        try await submit(Merge(into: into), from: from, with: signers(of: into))
    }

    private mutating func govern() async throws {
        let authority = community.authority
        let council = Array(community.council.shuffled(using: &random).prefix(random.isOne(in: 6) ? 1 : 2))
        let policy = community.genesis.policy
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try await submit(Reveal(policy: community.councilPolicy), from: authority, by: council)
        case 1...3:
            let account = AccountID.key(random.isOne(in: 3) ? person().publicKey : community.clerk.publicKey)
            let terms = policy.terms(of: .key(community.clerk.publicKey))
            let set = SetIssuer(account: account, terms: random.isOne(in: 2) ? nil : terms)
            try await submit(set, from: authority, by: council)
        default:
            let windows: [Milliseconds] = [.zero, .seconds(1800), .hours(1), .hours(30)]
            let next = Policy(
                authority: policy.authority, producers: policy.producers, issuers: policy.issuers,
                arbiters: policy.arbiters, registrars: policy.registrars,
                challengeWindow: windows.randomElement(using: &random) ?? .zero,
                bindDelay: windows.randomElement(using: &random) ?? .zero,
                smallestAmount: Amount(UInt128.random(in: 1...20, using: &random)),
                allowance: UInt32.random(in: 20...80, using: &random), issuerAllowance: 120,
                blockTransactions: UInt32.random(in: 1...30, using: &random))
            try await submit(SetPolicy(policy: next), from: authority, by: council)
        }
    }

    // MARK: Who signs

    /// Signs with those who may, as far as the model knows; `with` are the further witnesses.
    mutating func submit(
        _ body: some ActionBody, from sender: AccountID, with more: [SecretKey] = [], by keys: [SecretKey]? = nil,
        sequence: UInt64? = nil, validUntil: Timestamp? = nil
    ) async throws {
        let sent = try sign(body, from: sender, with: more, by: keys, sequence: sequence, validUntil: validUntil)
        if let sent { try await send(sent) }
    }

    /// Nil where nobody could sign.
    mutating func sign(
        _ body: some ActionBody, from sender: AccountID, with more: [SecretKey] = [], by keys: [SecretKey]? = nil,
        sequence: UInt64? = nil, validUntil: Timestamp? = nil, on chain: Digest? = nil
    ) throws -> Sent? {
        var seen: Set<PublicKey> = []
        let own = keys ?? signers(of: sender)
        let all = (own + more).filter { seen.insert($0.publicKey).inserted }
        guard !all.isEmpty else { return nil }
        let transaction = Transaction(
            sender: sender, sequence: sequence ?? open.accounts[sender]?.sequence ?? 0,
            validUntil: validUntil ?? bench.clock.wall.adding(.hours(12)), action: Action(body))
        let signed = try SignedTransaction(transaction, on: chain ?? community.genesis.chainID, keys: all)
        return Sent(transaction: transaction, signers: seen, bytes: signed.encoded)
    }

    func signers(of id: AccountID) -> [SecretKey] {
        guard let (count, keys) = open.signers(of: id) else {
            return id.ownKey.flatMap { cast.secret($0) }.map { [$0] } ?? []
        }
        return keys.sorted().prefix(count).compactMap { cast.secret($0) }
    }

    // MARK: Choices

    mutating func person() -> SecretKey { cast.people.randomElement(using: &random) ?? cast.thief }

    mutating func amount() -> Amount { Amount(UInt128.random(in: 5...400, using: &random)) }

    /// Anybody who can be paid.
    mutating func account() -> AccountID {
        guard random.isOne(in: 3), let handle = cast.handles.randomElement(using: &random) else {
            return .key(person().publicKey)
        }
        return .handle(handle)
    }

    /// Somebody who may have something to spend.
    mutating func holder() -> AccountID { account() }
}
