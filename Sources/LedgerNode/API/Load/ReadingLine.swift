import Synchronization

/// The line of reads that may cost much, such as a page of accounts or a large block: so many at a time are made, and the others wait.
///
/// Without it many who ask for large pages would keep the threads busy that admit transactions, and whoever sends would wait for all of them.
/// Addresses take turns, so that one that asks a thousand times makes others wait for one read of it, not for a thousand. Where the line is
/// full, the address that has most in it gives up its last place to one that has less.
package final class ReadingLine: Sendable {
    private typealias Waiter = CheckedContinuation<Bool, Never>

    private struct State {
        var inHand = 0
        var count = 0
        var waiting: [String: [Waiter]] = [:]
        /// The addresses that wait, the next first.
        var order: [String] = []

        mutating func append(_ waiter: Waiter, _ client: String) {
            if waiting[client] == nil { order.append(client) }
            waiting[client, default: []].append(waiter)
            count += 1
        }

        mutating func removeNext() -> Waiter? {
            guard !order.isEmpty else { return nil }
            let client = order.removeFirst()
            guard var line = waiting.removeValue(forKey: client), !line.isEmpty else { return nil }
            let next = line.removeFirst()
            if !line.isEmpty {
                waiting[client] = line
                order.append(client)
            }
            count -= 1
            return next
        }

        /// The last of the address that waits most often, where that is more than one beyond `own`.
        mutating func removeLast(over own: Int) -> Waiter? {
            guard let longest = waiting.max(by: { $0.value.count < $1.value.count }), longest.value.count > own + 1
            else {
                return nil
            }
            count -= 1
            return waiting[longest.key]?.removeLast()
        }
    }

    private let state = Mutex(State())
    private let atOnce: Int
    private let room: Int

    /// - Parameters:
    ///   - atOnce: so many have their turn at one time.
    ///   - room: so many may wait.
    package init(atOnce: Int, room: Int) { (self.atOnce, self.room) = (atOnce, room) }

    /// How many wait.
    package var count: Int { state.withLock { $0.count } }

    /// Waits for a turn, which ends when the value goes.
    ///
    /// - Returns: nil where there is no room to wait.
    package func turn(for client: String) async -> Turn? {
        let isGiven = await withCheckedContinuation { (waiter: Waiter) in
            let told: (waiter: Waiter, isGiven: Bool)? = state.withLock { state in
                if state.inHand < atOnce {
                    state.inHand += 1
                    return (waiter, true)
                }
                guard state.count >= room else {
                    state.append(waiter, client)
                    return nil
                }
                guard let last = state.removeLast(over: state.waiting[client]?.count ?? 0) else {
                    return (waiter, false)
                }
                state.append(waiter, client)
                return (last, false)
            }
            told?.waiter.resume(returning: told?.isGiven ?? false)
        }
        return isGiven ? Turn(self) : nil
    }

    private func end() {
        let next = state.withLock { state in
            let next = state.removeNext()
            if next == nil { state.inHand -= 1 }
            return next
        }
        next?.resume(returning: true)
    }

    package final class Turn: Sendable {
        private let line: ReadingLine
        fileprivate init(_ line: ReadingLine) { self.line = line }
        deinit { line.end() }
    }
}
