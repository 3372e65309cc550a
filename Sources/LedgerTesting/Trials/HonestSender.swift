import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto

/// Somebody who sends one transfer after the other, waits for each to be committed, and comes back when told to.
actor HonestSender {
    private let client: LedgerClient
    private let community: TestCommunity
    nonisolated let key: SecretKey
    private var sequence: UInt64 = 0
    /// From the first attempt to the receipt, in milliseconds.
    private var milliseconds: [Double] = []
    private(set) var retries = 0
    private(set) var faults: [String] = []

    init(_ index: Int, of community: TestCommunity, client: LedgerClient) {
        self.client = client
        self.community = community
        key = TestKeys.key("trial sender \(index)")
    }

    /// Sends for a while, ten a second at most.
    func send(for duration: Duration) async {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end && faults.isEmpty {
            await sendOne()
            // An honest sender is no load; should its task be cancelled, `end` still ends it.
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    func sendOne() async {
        let transaction = Transaction(
            sender: .key(key.publicKey), sequence: sequence, validUntil: .latest,
            action: Action(Transfer(to: TrialSender.account(999), amount: Amount(1))))
        sequence += 1
        do {
            let bytes = try SignedTransaction(transaction, on: community.genesis.chainID, keys: [key]).encoded
            let start = ContinuousClock.now
            while true {
                do {
                    let receipt = try await client.submit(bytes)
                    if receipt.status != "committed" { faults.append("\(receipt)") }
                    break
                } catch ClientError.problem(let problem) where [429, 503].contains(problem.status) {
                    retries += 1
                    guard let pause = problem.retryAfter else { throw ClientError.problem(problem) }
                    // A polite client does not come back in step with all others.
                    try await Task.sleep(for: .milliseconds(pause * 1000 / 2 + Int.random(in: 0...500)))
                } catch ClientError.unreachable {
                    retries += 1
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            milliseconds.append(Double(seconds) * 1000 + Double(attoseconds) / 1e15)
        } catch { faults.append("\(error)") }
    }

    /// Forgets what was measured so far, and says what it was.
    func take() -> Latencies {
        defer { milliseconds = [] }
        return Latencies(milliseconds)
    }
}

struct Latencies: Sendable, CustomStringConvertible {
    let count: Int
    let medianMs: Int
    let p99Ms: Int
    let maxMs: Int

    init(_ values: [Double]) {
        let sorted = values.sorted()
        count = sorted.count
        func at(_ share: Double) -> Int { sorted.isEmpty ? 0 : Int(sorted[Int(Double(sorted.count - 1) * share)]) }
        medianMs = at(0.5)
        p99Ms = at(0.99)
        maxMs = at(1)
    }

    var description: String { "\(count) committed, \(medianMs) ms median, \(p99Ms) ms p99, \(maxMs) ms longest" }
}
