import Foundation
import Ledger
import LedgerCrypto
import Synchronization

/// Senders that offer as much as they can: threads that each send one presigned request after the other, without a pause.
final class Flood: Sendable {
    struct Counts: Sendable {
        var requests = 0
        var taken = 0
        var refused = 0
        /// Refusals that do not say when to come back.
        var withoutRetryAfter = 0
        var other: [Int: Int] = [:]
        var broken = 0
    }

    static let requestSize = 100
    private let isRunning = Atomic(true)
    private let counts = Mutex(Counts())
    private let done = DispatchGroup()

    /// Requests of 100 transfers each, by so many senders; each sender's in the order of its numbers.
    static func presign(
        _ community: TestCommunity, senders: Range<Int>, requests: Int, firstSequence: UInt64 = 0
    ) throws -> [[[UInt8]]] {
        try senders.map { sender in
            let key = TestKeys.key("trial sender \(sender)")
            return try (0..<requests).map { request in
                var encoder = CanonicalEncoder(reserving: 20_000)
                encoder.write(uleb128: requestSize)
                for index in 0..<requestSize {
                    let transaction = Transaction(
                        sender: .key(key.publicKey),
                        sequence: firstSequence + UInt64(request * requestSize + index), validUntil: .latest,
                        action: Action(Transfer(to: TrialSender.account(900 + index % 20), amount: Amount(1))))
                    encoder.write(
                        raw: try SignedTransaction(transaction, on: community.genesis.chainID, keys: [key]).encoded)
                }
                return RawConnection.post(encoder.bytes, type: "application/vnd.laurel.batch", wait: true)
            }
        }
    }

    /// Begins. Each list is one sender's, sent by threads of their own, over and over if it `repeats`.
    init(_ requests: [[[UInt8]]], port: UInt16, threadsPerSender: Int = 1, repeats: Bool = true) {
        for list in requests.flatMap({ repeatElement($0, count: threadsPerSender) }) {
            done.enter()
            Thread { [self] in
                defer { done.leave() }
                var connection: RawConnection?
                repeat {
                    for request in list where isRunning.load(ordering: .relaxed) {
                        if connection == nil { connection = try? RawConnection(port: port) }
                        guard let open = connection, open.send(request), let answer = open.receive() else {
                            connection = nil
                            counts.withLock { $0.broken += 1 }
                            continue
                        }
                        note(answer)
                        if answer.status >= 400 {
                            // It does not wait as it was told, only a moment, so that the node is left some of the machine.
                            Thread.sleep(forTimeInterval: 0.02)
                        }
                    }
                } while repeats && isRunning.load(ordering: .relaxed)
            }.start()
        }
    }

    private func note(_ answer: RawConnection.Answer) {
        counts.withLock { counts in
            counts.requests += 1
            switch answer.status {
            case 200, 202: counts.taken += 1
            case 429, 503:
                counts.refused += 1
                if answer.retryAfter == nil { counts.withoutRetryAfter += 1 }
            default: counts.other[answer.status, default: 0] += 1
            }
        }
    }

    var now: Counts { counts.withLock { $0 } }

    /// Ends when each thread has its last answer.
    func stop() async -> Counts {
        isRunning.store(false, ordering: .relaxed)
        return await finished()
    }

    /// Waits until every list was sent once.
    func finished() async -> Counts {
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
        return now
    }
}
