import Foundation
import Ledger
import LedgerCrypto
import LedgerNode
import LedgerStore
import Testing

/// The log is folded in beside the commits.
@Suite struct CheckpointerTests {
    private func commit(_ count: UInt64, foldPages: Int) async throws -> (log: Int, database: Int) {
        let chain = try TestChain()
        let store = try LedgerStore.open(at: chain.directory, access: .readWrite)
        let sequencer = LocalSequencer(store, thread: DiskThread(), foldPages: foldPages)
        var state = try store.loadState()
        state.keepsPostings = true
        for sequence in 0..<count {
            let bytes = try chain.reward("T\(sequence)", sequence: sequence)
            let verified = try chain.verify(bytes)
            var block = OpenBlock(on: state)
            block.move(to: TestChain.start.adding(Milliseconds(sequence)))
            try block.apply(verified)
            let closed = try block.seal(for: chain.producer.publicKey).sign(with: chain.producer).close()
            try await sequencer.append(closed.update)
            state = closed.takeState()
        }
        let (loaded, built) = (try store.loadState().stateRoot, state.stateRoot)
        #expect(loaded == built)
        func size(_ name: String) throws -> Int {
            let path = "\(chain.directory)/\(name)"
            return try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        }
        return (try size("ledger.sqlite-wal"), try size("ledger.sqlite"))
    }

    @Test func `A log that is folded in while blocks are committed begins anew, and nothing is lost`() async throws {
        let kept = try await commit(200, foldPages: .max)
        let folded = try await commit(200, foldPages: 16)
        #expect(folded.log < kept.log / 3, "\(folded.log) bytes against \(kept.log)")
        #expect(folded.database > kept.database)
    }
}
