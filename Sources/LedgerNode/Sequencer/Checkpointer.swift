import Dispatch
import LedgerStore
import Synchronization

/// Folds the store's log into its database beside the commits, one of which would else wait, once in a while, until 32 MiB are in place.
/// SQLite calls that a checkpoint.
///
/// A long log is folded in by rounds, each over what was committed during the one before, and the last between two commits: a
/// log begins anew only where a fold has left nothing.
final class Checkpointer: Sendable {
    private enum Stage { case resting, folding, ending }
    private static let rounds = 3

    private let store: LedgerStore
    private let pages: Int
    private let queue = DispatchQueue(label: "laurel.fold")
    private let stage = Mutex(Stage.resting)

    /// - Parameter pages: how long a log is folded in.
    init(_ store: LedgerStore, pages: Int) {
        self.store = store
        self.pages = pages
    }

    /// To be called after each commit, before the next.
    func follow() {
        let due: Stage = stage.withLock { stage in
            switch stage {
            case .resting where store.logGrowth >= pages: stage = .folding
            case .ending: stage = .resting
            case .resting, .folding: return .resting
            }
            return stage == .folding ? .folding : .ending
        }
        switch due {
        case .resting: break
        case .folding:
            queue.async { [self] in
                for _ in 0..<Self.rounds { fold() }
                stage.withLock { $0 = .ending }
            }
        case .ending: fold()
        }
    }

    /// A log that can't be folded in stays, with all that it holds. A disk that fails shows at the next commit, and a log that has grown
    /// to a multiple of its length is folded in there.
    private func fold() { try? store.fold() }
}
