package import Ledger
import LedgerAPI
package import LedgerClient
package import LedgerCrypto

/// A client that sends transfers from one account in batches, and keeps what it was told. What it got no answer for, it sends again,
/// blindly.
package actor TrialSender {
    private let community: TestCommunity
    private let key: SecretKey
    private let index: Int
    private var sequence: UInt64 = 0
    private var unanswered: [[UInt8]] = []
    private var random: SeededRandom
    /// For each transaction that it was told is committed: the hash of the block.
    package private(set) var told: [Digest: String] = [:]
    private var news: [Digest: String] = [:]
    package private(set) var faults: [String] = []

    package init(_ index: Int, of community: TestCommunity, seed: UInt64) {
        self.community = community
        self.index = index
        key = TestKeys.key("trial sender \(index)")
        random = SeededRandom(seed: seed &+ UInt64(index) &* 7919)
    }

    package static func account(_ index: Int) -> AccountID { .key(TestKeys.key("trial sender \(index)").publicKey) }

    /// Sends batches until the node no longer answers.
    package func send(to client: LedgerClient, batch range: ClosedRange<Int> = 1...20) async {
        while !Task.isCancelled {
            do {
                if unanswered.isEmpty {
                    unanswered = try (0..<Int.random(in: range, using: &random)).map { _ in try transfer() }
                }
                let answer = try await client.submit(batch: unanswered)
                guard answer.results.count == unanswered.count else {
                    faults.append("\(unanswered.count) transactions got \(answer.results.count) answers")
                    return
                }
                for result in answer.results { note(result) }
                // After a 503 the rest of the batch is sent again; whatever of it is committed gets its receipt.
                if answer.results.allSatisfy({ $0.receipt?.status == "committed" }) { unanswered = [] }
            } catch is ClientError {
                return
            } catch {
                faults.append("\(error)")
                return
            }
        }
    }

    /// What it was told since this was asked last.
    package func takeNews() -> [Digest: String] {
        defer { news = [:] }
        return news
    }

    /// Sends one batch and waits for it, with what got no answer before.
    package func sendBatch(of count: Int, to client: LedgerClient) async {
        do {
            if unanswered.isEmpty { unanswered = try (0..<count).map { _ in try transfer() } }
            let answer = try await client.submit(batch: unanswered)
            for result in answer.results { note(result) }
            // A soak lasts long: what was told is not kept.
            told = [:]
            news = [:]
            if answer.results.allSatisfy({ $0.receipt?.status == "committed" }) { unanswered = [] }
        } catch { faults.append("\(error)") }
    }

    private func note(_ result: BatchResult) {
        if let receipt = result.receipt, receipt.status == "committed", let id = Digest(hex: receipt.id) {
            told[id] = receipt.blockHash ?? "none"
            news[id] = told[id]
        } else if let problem = result.problem, ![429, 503].contains(problem.status) {
            faults.append("sender \(index): \(problem)")
        }
    }

    private func transfer() throws -> [UInt8] {
        let to = AccountID.key(TestKeys.key("trial recipient \(Int.random(in: 0..<500, using: &random))").publicKey)
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: sequence, validUntil: .latest,
            action: Action(Transfer(to: to, amount: Amount(1))))
        sequence += 1
        return try SignedTransaction(transaction, on: community.genesis.chainID, keys: [key]).encoded
    }
}

extension TestCommunity {
    /// One in which nothing but the work itself is scarce, each time on another chain: on one chain a machine lets one node sign with a key.
    package static var unlimited: TestCommunity {
        TestCommunity(
            window: .zero, bindDelay: .zero, allowance: .max / 2, cap: 1 << 60, budget: 1 << 62, supplyCap: 1 << 63,
            smallest: 1, nonce: SHA256.hash(Array("\(UInt64.random(in: 0 ... .max))".utf8)))
    }

    /// A reward that pays each trial sender enough for ever.
    package func fundTrialSenders(_ count: Int) throws -> [UInt8] {
        let credits = try (0..<count).map { index in
            guard let reference = Reference("fund:\(index)") else { throw TrialFault("no reference") }
            return Credit(
                to: TrialSender.account(index), amount: Amount(1 << 40), reason: .ticketResolved, reference: reference)
        }
        let transaction = Transaction(
            sender: .key(issuer.publicKey), sequence: 0, validUntil: .latest, action: Action(Reward(credits)))
        return try SignedTransaction(transaction, on: genesis.chainID, keys: [issuer]).encoded
    }
}
