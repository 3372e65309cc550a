import Dispatch
package import Ledger
package import LedgerStore
import Synchronization

/// Decides which block follows the head: the seam for more than one machine.
package protocol Sequencer: Sendable {
    /// Appends a block after the head that it names. It is durable when this returns, and was not appended when this throws.
    func append(_ update: IndexUpdate) async throws
    /// The state after the last block that was appended, which is durable when this returns.
    func loadState() async throws -> LedgerState
}

/// One machine: the local store decides.
package struct LocalSequencer: Sequencer {
    private let store: LedgerStore
    private let thread: DiskThread
    private let checkpointer: Checkpointer

    package init(_ store: LedgerStore, thread: DiskThread, foldPages: Int = LedgerStore.foldPages) {
        self.store = store
        self.thread = thread
        checkpointer = Checkpointer(store, pages: foldPages)
    }

    package func append(_ update: IndexUpdate) async throws {
        try await thread.run { [store, checkpointer] in
            try store.commit(update)
            checkpointer.follow()
        }
    }

    package func loadState() async throws -> LedgerState {
        let handed = try await thread.run { [store] in
            // What a failed commit left behind is not to be trusted.
            try store.makeDurable()
            return HandedState(try store.loadState())
        }
        return handed.take()
    }
}

/// A state on its way from one thread to another.
private final class HandedState: Sendable {
    private let state: Mutex<LedgerState?>

    init(_ state: consuming LedgerState) { self.state = Mutex(consume state) }

    /// To be called once.
    func take() -> LedgerState {
        guard let state = state.withLock({ $0.take() }) else { preconditionFailure("a state is handed over once") }
        return state
    }
}

/// A thread for calls that wait for the disk, in order, so that no thread of the concurrent pool waits with them.
package struct DiskThread: Sendable {
    private let queue = DispatchQueue(label: "laurel.disk")

    package init() {}

    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
