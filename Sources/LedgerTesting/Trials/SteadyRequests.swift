import Foundation
import Synchronization

/// Requests at a steady rate over many connections, in turns: each connection has the time of all others to be answered in.
final class SteadyRequests: Sendable {
    struct Counts: Sendable {
        var requests = 0
        var bytes = 0
        var answers: [Int: Int] = [:]
        var broken = 0

        /// As in `5000 × 422`.
        var statuses: String {
            answers.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
                + (broken > 0 ? ", \(broken) broken off" : "")
        }
    }

    private let isRunning = Atomic(true)
    private let counts = Mutex(Counts())
    private let done = DispatchGroup()

    /// - Parameters:
    ///   - requests: sent one after the other, again and again.
    ///   - bytesPerSecond: of all threads together.
    init(_ requests: [[UInt8]], connections: Int, port: UInt16, bytesPerSecond: Int, threads: Int = 4) {
        for thread in 0..<threads {
            done.enter()
            let share = connections / threads
            Thread { [self] in
                defer { done.leave() }
                send(requests, share, port, Double(bytesPerSecond) / Double(threads), offset: thread * share)
            }.start()
        }
    }

    private func send(_ requests: [[UInt8]], _ count: Int, _ port: UInt16, _ rate: Double, offset: Int) {
        var connections = [RawConnection?](repeating: nil, count: count)
        var (sent, number) = (0, offset)
        let start = ContinuousClock.now
        while isRunning.load(ordering: .relaxed) {
            let place = number % count
            let request = requests[number % requests.count]
            number += 1
            if let connection = connections[place] {
                if let answer = connection.receive() {
                    counts.withLock { $0.answers[answer.status, default: 0] += 1 }
                } else {
                    counts.withLock { $0.broken += 1 }
                    connections[place] = nil
                }
            }
            if connections[place] == nil { connections[place] = try? RawConnection(port: port) }
            if connections[place]?.send(request) != true { connections[place] = nil }
            sent += request.count
            counts.withLock {
                $0.requests += 1
                $0.bytes += request.count
            }
            // The rate is what is asked for, not what the node takes.
            let due = start + .seconds(Double(sent) / rate)
            let ahead = due - ContinuousClock.now
            if ahead > .zero {
                Thread.sleep(
                    forTimeInterval: Double(ahead.components.attoseconds) / 1e18 + Double(ahead.components.seconds))
            }
        }
    }

    func stop() async -> Counts {
        isRunning.store(false, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
        return counts.withLock { $0 }
    }
}
