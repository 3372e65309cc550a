package import Ledger
package import LedgerCrypto

/// What people try. Each takes what the node would tell them now, or what they remember wrongly.
extension Simulation {
    mutating func attempt() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<84:
            guard let attempt = Samples.draw(in: &self) else { return }
            try await submit(attempt.body, from: attempt.sender, by: keys(of: attempt))
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

    /// Those who are needed, as far as the model knows; now and then one is missing.
    private mutating func keys(of attempt: Attempt) -> [SecretKey] {
        let keys = attempt.signers.flatMap { signer in
            switch signer {
            case .account(let account): signers(of: account)
            case .authenticator(let authenticator):
                authenticator.keys.shuffled(using: &random).prefix(authenticator.threshold).compactMap {
                    cast.secret($0)
                }
            }
        }
        return keys.count > 1 && random.isOne(in: 12) ? Array(keys.dropLast()) : keys
    }
}

extension Simulation: SampleWorld {
    package mutating func person() -> SecretKey { cast.people.randomElement(using: &random) ?? cast.thief }

    package mutating func handle() -> Handle { cast.handles.randomElement(using: &random) ?? cast.handles[0] }

    package mutating func amount() -> Amount { Amount(UInt128.random(in: 5...400, using: &random)) }

    package mutating func account() -> AccountID { random.isOne(in: 3) ? .handle(handle()) : .key(person().publicKey) }

    package mutating func holder() -> AccountID { account() }

    /// Mostly what they have; sometimes all of it, or a unit more.
    package mutating func payment(by holder: AccountID) -> Amount {
        let balance = open.accounts[holder]?.balance ?? 0
        let units =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: max(1, balance)
            case 1: balance + 1
            default: UInt128.random(in: 1...max(1, balance / 2), using: &random)
            }
        return Amount(units)
    }

    /// Now and then the same ticket once more: a mistake, unless it was revoked.
    package mutating func reference() -> Reference {
        if !random.isOne(in: 7) { ticketNumber += 1 }
        let number = random.isOne(in: 20) ? Int.random(in: 0...ticketNumber, using: &random) : ticketNumber
        return Reference(unchecked: "ticket:\(number)")
    }

    package mutating func paidReward() -> Digest? {
        paid.suffix(random.isOne(in: 4) ? 400 : 20).randomElement(using: &random)
    }

    package mutating func authenticator() -> Authenticator {
        let keys = Array(Set([person().publicKey, person().publicKey, person().publicKey])).sorted()
        return Authenticator(threshold: random.isOne(in: 2) ? 1 : keys.count, keys: keys) ?? Authenticator(keys[0])
    }

    package mutating func policy() -> Policy {
        var policy = community.genesis.policy
        let windows: [Milliseconds] = [.zero, .seconds(1800), .hours(1), .hours(30)]
        policy.challengeWindow = windows.randomElement(using: &random) ?? .zero
        policy.bindDelay = windows.randomElement(using: &random) ?? .zero
        policy.smallestAmount = Amount(UInt128.random(in: 1...20, using: &random))
        policy.allowance = UInt32.random(in: 20...80, using: &random)
        policy.issuerAllowance = 120
        policy.blockTransactions = UInt32.random(in: 1...30, using: &random)
        return policy
    }
}
