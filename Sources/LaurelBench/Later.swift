import Foundation
import Synchronization

/// What a thread of its own comes to. Whoever waits for it leaves the threads of the concurrent pool, which a node in this process
/// shares, to others.
final class Later<Value: Sendable>: Sendable {
    private let result: AsyncStream<Value>
    private let isSet = Mutex(false)

    var isDone: Bool { isSet.withLock { $0 } }

    fileprivate init(_ body: @escaping @Sendable () -> Value) {
        let (result, found) = AsyncStream<Value>.makeStream()
        self.result = result
        Thread.detachNewThread { [self] in
            found.yield(body())
            isSet.withLock { $0 = true }
        }
    }

    /// Waits for it. To be called once.
    func value() async -> Value {
        for await value in result { return value }
        preconditionFailure("the thread ended without a value")
    }
}

extension Thread {
    static func start<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Later<Value> { Later(body) }
}
