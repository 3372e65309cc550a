import Foundation
import Synchronization

/// Connections that each ask the same again as soon as they are answered.
final class EagerReaders: Sendable {
    struct Counts: Sendable {
        var requests = 0
        var answers: [Int: Int] = [:]
        var broken = 0

        /// As in `5000 × 200`.
        var statuses: String {
            answers.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
                + (broken > 0 ? ", \(broken) broken off" : "")
        }
    }

    private let isRunning = Atomic(true)
    private let counts = Mutex(Counts())
    private let done = DispatchGroup()

    init(_ request: [UInt8], connections: Int, port: UInt16) {
        for _ in 0..<connections {
            done.enter()
            Thread { [self] in
                defer { done.leave() }
                read(request, port)
            }.start()
        }
    }

    private func read(_ request: [UInt8], _ port: UInt16) {
        var connection: RawConnection?
        while isRunning.load(ordering: .relaxed) {
            if connection == nil { connection = try? RawConnection(port: port) }
            // What is too large is refused before all of it has gone, so that the rest may find no taker.
            guard let open = connection, open.send(request) || open.peek() != nil, let answer = open.receive() else {
                connection = nil
                if isRunning.load(ordering: .relaxed) { counts.withLock { $0.broken += 1 } }
                continue
            }
            counts.withLock { counts in
                counts.requests += 1
                counts.answers[answer.status, default: 0] += 1
            }
            if answer.status == 431 { connection = nil }
            // Who is told to come back later does so at once, only not without end.
            if answer.status == 503 { Thread.sleep(forTimeInterval: 0.02) }
        }
    }

    /// Ends when each has its last answer.
    func stop() async -> Counts {
        isRunning.store(false, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
        return counts.withLock { $0 }
    }
}
