import FoundationEssentials
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys

/// A node, its chain, and what a sending command was told.
struct CommandContext {
    let options: SendOptions
    let client: LedgerClient
    /// Of the chain that is sent to: it hashes to the chain's id, so what it says of the token is so.
    let genesis: Genesis

    var token: Token { genesis.token }
    var people: People { People(options.keys.store) }

    /// An account of this chain.
    func view(of account: AccountID) async throws -> AccountView {
        do { return try await client.account(account) } catch ClientError.problem(let problem)
            where problem.isUnknownAccount
        {
            throw CommandFailure.refused(
                "\(people.full(account)) is not on the chain: nobody has paid or admitted it yet")
        }
    }

    func recipient(_ text: String) throws -> Recipient { try Recipient(text, keys: options.keys.store) }

    /// Reads an amount in major units.
    func amount(_ text: String) throws -> Amount { try token.parse(text) }

    /// The account that sends: `--from`, or the first key's own.
    func sender() throws -> AccountID {
        if let from = options.from { return try recipient(from).account }
        return .key(try options.keys.store.load(options.key[0]).publicKey)
    }

    /// Refuses recipients that the chain has never seen, so that a typing error pays nobody.
    func requireKnown(_ recipients: [Recipient]) async throws {
        let known = client
        let unknown = try await withThrowingTaskGroup(of: Recipient?.self) { group in
            var unknown: [Recipient] = []
            for (index, recipient) in recipients.enumerated() {
                if index >= 16, let found = try await group.next(), let found { unknown.append(found) }
                group.addTask { try await known.knows(recipient.account) ? nil : recipient }
            }
            for try await found in group { if let found { unknown.append(found) } }
            return unknown
        }
        guard !unknown.isEmpty else { return }
        let names = unknown.map(\.shown).sorted().prefix(10).joined(separator: ", ")
        let more = unknown.count > 10 ? " and \(unknown.count - 10) more" : ""
        throw CommandFailure.refused(
            "not on the chain yet: \(names)\(more). If there is no typing error, add --new; nothing was sent")
    }

    /// Makes, signs and sends transactions of the sender in order, or writes them to files.
    func send(_ actions: [any ActionBody], handles: [Handle] = []) async throws {
        let signer = try signer()
        if let out = options.out { return try await write(actions, handles, signer, to: out) }
        // Held until all is sent, so that two commands at once take two numbers.
        let lock = options.sequence == nil ? SenderLock.take(signer.sender, on: genesis.chainID) : nil
        defer { withExtendedLifetime(lock) {} }
        if let first = options.sequence { try requireRoom(first, actions.count) }
        for (index, body) in actions.enumerated() {
            do {
                let (receipt, _, file) = try await signer.send(
                    body, handles: handles, fixed: options.sequence.map { $0 + UInt64(index) }, wait: options.wait)
                try await Receipt(file: file, client: client, people: people).print(
                    receipt, json: options.output.json)
            } catch {
                guard actions.count > 1, let failure = CommandFailure(error) else { throw error }
                let sent = index == 0 ? "none was" : "the \(index) before it were"
                let message =
                    "transaction \(index + 1) of \(actions.count) was not accepted, \(sent): \(failure.message)"
                throw failure.status == 1 ? CommandFailure.refused(message) : .impossible(message)
            }
        }
    }

    /// What signs for the sender: opens its keys.
    func signer() throws -> Signer {
        Signer(
            client: client, genesis: genesis, sender: try sender(),
            secrets: try options.key.map { try options.keys.store.open($0, options.passphrases) },
            validFor: options.lifetime, patience: options.patience, producers: Set(genesis.policy.producers))
    }

    private func write(
        _ actions: [any ActionBody], _ handles: [Handle], _ signer: Signer, to out: String
    ) async throws {
        let first = try await options.sequence.orElse { try await signer.next().sequence }
        try requireRoom(first, actions.count)
        for (index, body) in actions.enumerated() {
            var file = try signer.sign(body, handles: handles, (first + UInt64(index), .max)).file
            file.signers = await .of(file.transaction) { try? await client.account($0) }
            try file.write(to: actions.count == 1 ? out : "\(out).\(index + 1)")
            file.report(people)
        }
    }

    private func requireRoom(_ first: UInt64, _ count: Int) throws {
        guard first <= UInt64.max - UInt64(count) else {
            throw CommandFailure.usage(
                "the number of the transaction is \(first); allowed is at most \(UInt64.max - UInt64(count))")
        }
    }
}

extension Optional {
    func orElse(_ other: () async throws -> Wrapped) async rethrows -> Wrapped {
        if let self { self } else { try await other() }
    }
}

extension LedgerClient {
    func knows(_ account: AccountID) async throws -> Bool {
        do {
            _ = try await self.account(account)
            return true
        } catch ClientError.problem(let problem) where problem.isUnknownAccount { return false }
    }
}

extension Timestamp {
    /// The wall clock.
    static var now: Timestamp {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }
}
