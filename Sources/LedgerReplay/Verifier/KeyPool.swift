package import Ledger
import Synchronization

/// Sets of parsed keys for tasks that check signatures: each takes one for itself and puts it back for the next, so nobody waits for a lock.
package final class KeyPool: Sendable {
    private let sets = Mutex<[ParsedKeys]>([])

    package init() {}

    package func with<Result>(_ body: (inout ParsedKeys) throws -> Result) rethrows -> Result {
        var keys = sets.withLock { $0.popLast() } ?? ParsedKeys()
        defer { sets.withLock { [keys] in $0.append(keys) } }
        return try body(&keys)
    }
}
