import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// Sends one transaction, which is written down already, until it is known what became of it or patience ends.
///
/// It may send the same bytes many times: a node answers a transaction that it knows with its receipt. It never sends other bytes.
struct Delivery {
    enum Outcome {
        /// The node says that it is done, or with `wait` false that it waits for its block.
        case done(ReceiptView)
        /// A rule of the chain says no, so it is not on the chain.
        case refused(ProblemView)
        /// The node had no time to look at it, each time: it was surely not taken.
        case notTaken(String)
        /// It may have been done: an answer was lost.
        case unknown(String)
    }

    let client: LedgerClient
    /// How long a node that is busy, stopping, gone or silent is waited for.
    let patience: Duration

    /// - Parameter waiting: told why it waits, each time.
    func send(
        _ file: TransactionFile, wait: Bool = true, waiting: @Sendable (String) -> Void = { _ in }
    ) async throws -> Outcome {
        let bytes = try file.signedBytes()
        let start = ContinuousClock.now
        var wasLost = false
        while true {
            let (reason, seconds): (String, Int)
            do {
                var receipt = try await client.submit(bytes, chain: file.chain, handles: file.handles, wait: wait)
                guard receipt.id == file.id.hex else {
                    return .unknown("\(client.url) answered with the receipt of another transaction, \(receipt.id)")
                }
                // What was sent before by this very command is not somebody else's.
                if wasLost { receipt.repeated = nil }
                return .done(receipt)
            } catch ClientError.problem(let problem) where problem.status < 500 && problem.status != 429 {
                return .refused(problem)
            } catch ClientError.problem(let problem) {
                // Busy, full and stopping say that it was not looked at; what else goes wrong inside of a node may come after.
                if ![429, 503].contains(problem.status) || problem.rule == "outcomeUnknown" { wasLost = true }
                (reason, seconds) = ("\(problem)", max(1, problem.retryAfter ?? 1))
            } catch let error as ClientError {
                try Task.checkCancellation()
                wasLost = true
                (reason, seconds) = ("\(error)", 1)
            }
            let left = patience - (ContinuousClock.now - start)
            guard left > .seconds(seconds) else { return wasLost ? .unknown(reason) : .notTaken(reason) }
            waiting(reason)
            // As long as the node asked for, or a second where nothing answered.
            try await Task.sleep(for: .seconds(seconds))
        }
    }
}

extension CommandFailure {
    /// The outcome of a transaction is not known: how to ask, and how to send it again.
    static func unknown(_ id: Digest, _ reason: String) -> CommandFailure {
        .impossible(
            """
            \(reason)
            It is not known whether transaction \(id) was done. It is written down: ask with 'laurel tx status \(id)', send it again \
            with 'laurel tx send \(id)'. However often it is sent, it is done once.
            """)
    }

    static func notTaken(_ id: Digest, _ reason: String) -> CommandFailure {
        .impossible("\(reason)\nThe node did not take transaction \(id). Send it later with 'laurel tx send \(id)'")
    }
}
