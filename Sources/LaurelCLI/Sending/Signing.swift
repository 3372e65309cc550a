import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// Makes transactions of one sender one after the other, each with the next number, and sends them.
///
/// Each is written down before it is sent. Where another transaction took the number first, the action is signed again under the next
/// one, but only once a block shows by which transaction the number was used up: then the refused one can never be done any more, so
/// however a node lies, an action is done once.
struct Signer {
    let client: LedgerClient
    let genesis: Genesis
    let sender: AccountID
    let secrets: [SecretKey]
    /// The lifetime of a transaction.
    let validFor: String
    let patience: Duration
    /// Keys whose blocks are believed.
    let producers: Set<PublicKey>

    /// A signed transaction, and the block after which its number was still free.
    struct Prepared {
        let file: TransactionFile
        let after: UInt64
        var sequence: UInt64 { file.transaction.sequence }
    }

    /// The sender's next number, as the node says after a block, which is told too.
    func next() async throws -> (sequence: UInt64, after: UInt64) {
        do {
            let account = try await client.account(sender)
            return (account.sequence, account.height)
        } catch ClientError.problem(let problem) where problem.isUnknownAccount {
            throw CommandFailure.refused(
                "\(sender) is not on the chain, so it can't send; it must be paid or registered first")
        }
    }

    func sign(_ body: any ActionBody, handles: [Handle], _ number: (sequence: UInt64, after: UInt64)) throws -> Prepared
    {
        let transaction = Transaction(
            sender: sender, sequence: number.sequence, validUntil: try validUntil(), action: Action(body))
        var file = TransactionFile(transaction, genesis: genesis, handles: handles)
        for secret in secrets { try file.sign(with: secret) }
        return Prepared(file: file, after: number.after)
    }

    /// The transaction that used up a number; waits a little for its block, since a node refuses a number as soon as another transaction
    /// with it waits. Nil where none is shown.
    func user(of prepared: Prepared) async throws -> (id: Digest, height: UInt64)? {
        for attempt in 0..<20 {
            // A block follows the refusal within its interval, usually 50 ms; after two seconds whoever asked is told instead.
            if attempt > 0 { try await Task.sleep(for: .milliseconds(100)) }
            let user = try await BlockProof.user(
                of: prepared.sequence, of: sender, after: prepared.after, signedBy: Set(secrets.map(\.publicKey)),
                from: client, genesis, producers: producers)
            if let user { return user }
        }
        return nil
    }

    /// Sends an action under the next number until it is done, known to be refused, or not known.
    ///
    /// - Parameter fixed: a number that was asked for, which is never changed.
    /// - Returns: the receipt, and what was sent.
    func send(
        _ body: any ActionBody, handles: [Handle], fixed: UInt64?, wait: Bool
    ) async throws -> (receipt: ReceiptView, next: UInt64, file: TransactionFile) {
        var number: (sequence: UInt64, after: UInt64) = try await fixed.map { ($0, UInt64.max) }.orElse {
            try await next()
        }
        for _ in 0..<64 {
            let prepared = try sign(body, handles: handles, number)
            try SentTransactions().keep(prepared.file)
            let id = prepared.file.id
            Terminal.progress("sending \(id)")
            defer { Terminal.progress("") }
            let outcome = try await Delivery(client: client, patience: patience).send(prepared.file, wait: wait) {
                Terminal.progress("sending \(id), waiting: \($0)")
            }
            switch outcome {
            case .done(let receipt):
                if receipt.repeated == true {
                    throw CommandFailure.refused(
                        "exactly this transaction, \(id), had been sent before by somebody with the same key; it is done once, and "
                            + "this command did nothing. If two were meant, send again")
                }
                return (receipt, prepared.sequence &+ 1, prepared.file)
            case .unknown(let reason): throw CommandFailure.unknown(id, reason)
            case .notTaken(let reason): throw CommandFailure.notTaken(id, reason)
            case .refused(let problem):
                guard problem.rule == "wrongSequence", fixed == nil, problem.wantsLaterNumber else {
                    throw ClientError.problem(problem)
                }
                guard let user = try await user(of: prepared) else {
                    throw CommandFailure.refused(
                        """
                        refused: \(problem)
                        No block shows by which transaction of yours the number \(prepared.sequence) was used up, so signing again could \
                        do it twice. Ask with 'laurel tx status \(id)'; it ends to be valid at \
                        \(prepared.file.transaction.validUntil)
                        """)
                }
                number = (prepared.sequence + 1, user.height - 1)
            }
        }
        throw CommandFailure.impossible(
            "64 numbers in a row were taken by other transactions of \(sender); nothing of this was done. Try again")
    }

    /// When a transaction ends to be valid: after the time that was asked for, or up to a hundredth less. The part that is left
    /// to chance makes payments that were meant twice two transactions, also where two machines send with one key at one moment.
    private func validUntil() throws -> Timestamp {
        let duration = Milliseconds(validFor) ?? .seconds(600)
        let less = UInt64.random(in: 0...duration.count / 100)
        let time = Timestamp.now.adding(Milliseconds(duration.count - less))
        guard time <= .latest else {
            throw CommandFailure.usage("--valid-for is '\(validFor)'; it may end in the year 9999 at the latest")
        }
        return time
    }
}

extension ProblemView {
    /// Whether it says that a number is used up, and not that it is ahead of its time.
    var wantsLaterNumber: Bool {
        guard let got = facts?["got"].flatMap({ UInt64($0) }), let expected = facts?["expected"].flatMap({ UInt64($0) })
        else { return false }
        return expected > got
    }
}
