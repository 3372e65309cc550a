import Synchronization

/// An amount of something that requests share. Whoever gets nothing is told to come back.
final class Budget: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    init(_ limit: Int) { self.limit = limit }

    /// A share of `count`, given back when the value goes; nil where that is not left. What is larger than the whole is given to one alone.
    func share(_ count: Int) -> Share? { take(count) ? Share(self, count) : nil }

    /// A share for what can't be refused any more.
    func forcedShare(_ count: Int) -> Share {
        used.withLock { $0 += count }
        return Share(self, count)
    }

    /// Whether less than a thirty-second is left, which is kept for small requests.
    var isNearlyUsedUp: Bool { used.withLock { $0 >= limit - limit / 32 } }
    var isUsedUp: Bool { used.withLock { $0 >= limit } }

    fileprivate func take(_ count: Int) -> Bool {
        used.withLock { used in
            guard used == 0 || used + count <= limit else { return false }
            used += count
            return true
        }
    }

    fileprivate func give(_ count: Int) { used.withLock { $0 -= count } }

    final class Share: Sendable {
        private let budget: Budget
        private let held: Mutex<Int>

        fileprivate init(_ budget: Budget, _ count: Int) {
            self.budget = budget
            held = Mutex(count)
        }

        /// Whether so much more was left.
        func grow(by count: Int) -> Bool {
            guard budget.take(count) else { return false }
            held.withLock { $0 += count }
            return true
        }

        deinit { budget.give(held.withLock { $0 }) }
    }
}

/// The budgets of one node.
struct Gate: Sendable {
    let limits: LoadLimits
    let bodies: Budget
    let answers: Budget
    let signatures: Budget
    let archives: ClientPlaces
    let listeners: ClientPlaces
    let reads: ReadingLine

    init(_ limits: LoadLimits) {
        self.limits = limits
        bodies = Budget(limits.bodyBytes)
        answers = Budget(limits.answerBytes)
        signatures = Budget(limits.signaturesInHand)
        archives = ClientPlaces(limits.archives, perClient: limits.archivesPerAddress)
        listeners = ClientPlaces(limits.listeners, perClient: limits.listenersPerAddress)
        reads = ReadingLine(atOnce: limits.reads, room: limits.readsWaiting)
    }
}
