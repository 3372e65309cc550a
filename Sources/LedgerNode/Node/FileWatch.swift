import Ledger
import LedgerCrypto
import LedgerStore
import ServiceLifecycle

/// Ends the node when files that it has open are gone from their folders, removed or replaced, whether or not anybody sends something.
///
/// A commit looks too, before and after; this is for a node at rest, which would go on saying that it is ready.
struct FileWatch: Service {
    let builder: BlockBuilder
    let store: LedgerStore

    /// - Throws: ``StoreError/vanished(path:)`` or ``FileError/vanished(path:)``, which makes the group of services shut down.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await builder.clock.sleep(.seconds(1)) } catch { return }
                do {
                    try await builder.thread.run { [builder, store] in
                        try store.checkFiles()
                        try builder.headGuard.checkFiles()
                    }
                } catch  where BlockBuilder.isForGood(error) {
                    await builder.engine.lose("\(error)")
                    throw error
                } catch {
                    // A folder that can't be looked at now shows at the next commit.
                    continue
                }
            }
        }
    }
}
