import FoundationEssentials
import Ledger
import LedgerClient
import LedgerCrypto

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
        let sender = try sender()
        let secrets = try options.key.map { try options.keys.store.open($0, options.passphrases) }
        // Held until all is sent, so that two commands at once take two numbers.
        let lock = options.sequence == nil && options.out == nil ? SenderLock.take(sender, on: genesis.chainID) : nil
        defer { withExtendedLifetime(lock) {} }
        let first = try await options.sequence.orElse { try await client.nextSequence(of: sender) }
        guard first <= UInt64.max - UInt64(actions.count) else {
            throw CommandFailure.usage(
                "the number of the transaction is \(first); allowed is at most \(UInt64.max - UInt64(actions.count))")
        }
        let validUntil = try validUntil()
        for (index, body) in actions.enumerated() {
            let transaction = Transaction(
                sender: sender, sequence: first + UInt64(index), validUntil: validUntil, action: Action(body))
            var file = TransactionFile(transaction, genesis: genesis, handles: handles)
            if options.out != nil { file.signers = await .of(transaction) { try? await client.account($0) } }
            for secret in secrets { try file.sign(with: secret) }
            if let out = options.out {
                try file.write(to: actions.count == 1 ? out : "\(out).\(index + 1)")
                file.report(people)
            } else {
                try await submit(file, part: actions.count == 1 ? nil : (index + 1, actions.count))
            }
        }
    }

    /// When a transaction of this command ends to be valid: after the time that was asked for, or up to a hundredth less. The part that is left
    /// to chance makes payments that were meant twice two transactions, also where two machines send with one key at one moment.
    private func validUntil() throws -> Timestamp {
        let duration = Milliseconds(options.lifetime) ?? .seconds(600)
        let less = UInt64.random(in: 0...duration.count / 100)
        let time = Timestamp.now.adding(Milliseconds(duration.count - less))
        guard time <= .latest else {
            throw CommandFailure.usage(
                "--valid-for is '\(options.lifetime)'; it may end in the year 9999 at the latest")
        }
        return time
    }

    private func submit(_ file: TransactionFile, part: (Int, Int)?) async throws {
        do {
            let receipt = try await client.submit(
                file.signedBytes(), chain: genesis.chainID, handles: file.handles, wait: options.wait)
            if receipt.repeated == true {
                throw CommandFailure.refused(
                    "exactly this transaction, \(file.id), had been sent before by somebody with the same key; it is done once, and "
                        + "this command did nothing. If two were meant, send again")
            }
            try await Receipt(file: file, client: client, people: people).print(receipt, json: options.output.json)
        } catch {
            guard let part, let failure = CommandFailure(error) else { throw error }
            let sent = part.0 == 1 ? "none was" : "the \(part.0 - 1) before it were"
            let message = "transaction \(part.0) of \(part.1) was not accepted, \(sent): \(failure.message)"
            throw failure.status == 1 ? CommandFailure.refused(message) : .impossible(message)
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

    func nextSequence(of account: AccountID) async throws -> UInt64 {
        do { return try await self.account(account).sequence } catch ClientError.problem(let problem)
            where problem.isUnknownAccount
        {
            throw CommandFailure.refused(
                "\(account) is not on the chain, so it can't send; it must be paid or registered first")
        }
    }
}

extension Timestamp {
    /// The wall clock.
    static var now: Timestamp {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1000)))
    }
}
