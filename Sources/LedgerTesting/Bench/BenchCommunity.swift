import Dispatch
import Foundation
package import Ledger
package import LedgerCrypto
import LedgerNode
import Synchronization

/// A community as large as a benchmark wants it: keys from a seed, an issuer that nothing limits.
package struct BenchCommunity: Sendable {
    package let seed: UInt64
    package let genesis: Genesis
    package let producer: SecretKey
    package let issuers: [SecretKey]
    package let people: [SecretKey]

    /// - Parameter window: how long rewards stay pending.
    package init(seed: UInt64, people: Int, issuers: Int = 8, window: Milliseconds, blockBytes: UInt32 = 1 << 20) {
        self.seed = seed
        producer = TestKeys.key("bench \(seed) producer")
        self.issuers = (0..<issuers).map { TestKeys.key("bench \(seed) issuer \($0)") }
        self.people = Parallel.map(people) { TestKeys.key("bench \(seed) person \($0)") }
        let terms = IssuerTerms(
            scope: [.ticketResolved, .proposalAccepted], capPerReference: Amount(1 << 100),
            budgetPerEpoch: Amount(1 << 120))
        genesis = Genesis(
            community: "Bench community", token: Token(name: "Bench token", symbol: "BENCH", decimals: 2),
            supplyCap: Amount(1 << 124), time: TestCommunity.start, nonce: .zero, epochLength: .days(30),
            policy: Policy(
                authority: .key(producer.publicKey), producers: [producer.publicKey],
                issuers: self.issuers.map { Issuer(account: .key($0.publicKey), terms: terms) }, arbiters: [],
                registrars: [], challengeWindow: window, bindDelay: .zero, smallestAmount: Amount(1),
                allowance: .max, issuerAllowance: .max, blockBytes: blockBytes,
                blockTransactions: Policy.blockTransactionsRange.upperBound))
    }
}

extension BenchCommunity {
    /// Signed rewards of as many credits as there may be, by the issuers in turn.
    ///
    /// - Parameter credit: makes a credit from the reward's number and its own within it.
    package func rewards(
        _ count: Int, _ credit: @Sendable (_ reward: Int, _ index: Int) -> Credit
    ) throws -> [[UInt8]] {
        let validUntil = SystemClock().wall.adding(.hours(24))
        let chain = genesis.chainID
        return try Parallel.map(count) { number in
            let issuer = issuers[number % issuers.count]
            let credits = (0..<Reward.creditLimit).map { credit(number, $0) }
            let transaction = Transaction(
                sender: .key(issuer.publicKey), sequence: UInt64(number / issuers.count), validUntil: validUntil,
                action: Action(Reward(credits)))
            return Result { try SignedTransaction(transaction, on: chain, keys: [issuer]).encoded }
        }.map { try $0.get() }
    }
}

/// Work on all cores.
package enum Parallel {
    package static let cores = ProcessInfo.processInfo.activeProcessorCount

    /// The results for 0..<count, in order.
    package static func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
        let chunk = max(1, min(1024, count / (cores * 4)))
        let chunks = (count + chunk - 1) / chunk
        let results = ChunkResults<Value>(chunks)
        DispatchQueue.concurrentPerform(iterations: chunks) { index in
            results.set(index, (index * chunk..<min(count, (index + 1) * chunk)).map(body))
        }
        return results.joined
    }
}

/// Where chunks of results are put by whichever thread made them.
private final class ChunkResults<Value: Sendable>: Sendable {
    private let chunks: Mutex<[[Value]]>

    init(_ count: Int) { chunks = Mutex(Array(repeating: [], count: count)) }

    func set(_ index: Int, _ values: [Value]) { chunks.withLock { $0[index] = values } }

    var joined: [Value] { chunks.withLock { $0.flatMap { $0 } } }
}
