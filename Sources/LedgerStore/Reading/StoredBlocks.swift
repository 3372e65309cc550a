import GRDB
import Ledger
import LedgerReplay

extension LedgerStore {
    /// The chain from block 1 up to the head of this moment, for audits and exports.
    package func blocks() throws(StoreError) -> StoredBlocks {
        StoredBlocks(directory: directory, reader: pool, last: try head()?.header.height ?? 0)
    }
}

/// The blocks of a folder in order of height.
///
/// They are read in batches, each a transaction of its own, so that a long export does not keep the node's log from being folded in.
package struct StoredBlocks: BlockSource {
    private let directory: String
    private let reader: any DatabaseReader
    private let last: UInt64
    private var height: UInt64 = 1
    /// Read but not handed out, the next one last.
    private var batch: [[UInt8]] = []

    private static let batchCount: UInt64 = 256
    private static let batchBytes = 4 << 20

    init(directory: String, reader: any DatabaseReader, last: UInt64) {
        self.directory = directory
        self.reader = reader
        self.last = last
    }

    /// - Throws: ``StoreError``; a missing or unreadable row is damage, with its height.
    package mutating func next() throws -> [UInt8]? {
        if batch.isEmpty { try refill() }
        return batch.popLast()
    }

    private mutating func refill() throws(StoreError) {
        guard height <= last else { return }
        let heights = height...min(last, height + Self.batchCount - 1)
        do {
            batch = try reader.read { db in
                var blocks: [[UInt8]] = []
                var bytes = 0
                for height in heights where bytes < Self.batchBytes {
                    guard let block = try LedgerStore.blockBytes(height, db) else {
                        throw Damage(.blocks, "height \(height)", found: "no row", expected: "a block")
                    }
                    bytes += block.count
                    blocks.append(block)
                }
                return blocks.reversed()
            }
        } catch { throw StoreError(error, in: directory) }
        height += UInt64(batch.count)
    }
}
