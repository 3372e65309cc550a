package import Ledger
package import LedgerCrypto
import LedgerReplay
package import LedgerStore

/// What the check of a whole ledger found: nothing, or what is wrong with it.
package struct WholeCheck: Sendable {
    package private(set) var faults: [String] = []
    /// How often each transaction is on the chain.
    package private(set) var counts: [Digest: Int] = [:]
    package private(set) var height: UInt64 = 0

    /// Replays the chain, compares every row of the index, and looks for each transaction that was said to be committed.
    ///
    /// - Parameter promised: for each such transaction the block that its receipt names.
    package init(_ store: LedgerStore, promised: [Digest: SignedHeader] = [:]) async {
        do {
            let options = ReplayOptions(now: .latest, cores: 1)
            let (replay, index) = try await store.checkIndex(options: options)
            height = replay.height
            if let fault = replay.fault { faults.append("block \(fault.height): \(fault.fault)") }
            if let failure = replay.sourceFailure { faults.append(failure) }
            if let damage = index.damage { faults.append("\(damage)") }
            if replay.holds && !index.isComplete { faults.append("the index was not compared to its end") }
            if faults.isEmpty {
                let state = try store.loadState()
                if state.stateRoot != replay.stateRoot { faults.append("the loaded state is not the replayed one") }
            }
            var blocks = try store.blocks()
            while let bytes = try blocks.next() {
                let block = try Block(decoding: bytes)
                for transaction in block.transactions {
                    counts[transaction.transaction.id(on: store.genesis.chainID), default: 0] += 1
                }
            }
            for (id, header) in promised {
                let there = try store.transaction(id: id)
                if counts[id] != 1 { faults.append("\(id) was promised and is there \(counts[id] ?? 0) times") }
                if try there.map({ try store.header($0.height) != header }) ?? true {
                    faults.append("\(id) is not in the block that its receipt names")
                }
            }
        } catch { faults.append("\(error)") }
    }
}
