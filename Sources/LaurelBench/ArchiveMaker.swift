import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting

/// Writes a bench chain as an archive.
enum ArchiveMaker {
    struct Made: Sendable {
        let path: String
        let head: String
        let bytes: UInt64
        let signatures: UInt64
        let accounts: Int
        let pending: Int
        let references: UInt64
        /// A sample of its signatures.
        let loop: VerifyLoop
    }

    private static let sample = 20_000

    static func make(
        _ work: Workplace, _ name: String, transactions: Int, perBlock: Int, people: Int
    ) throws -> Made {
        // Rewards mature some blocks later, so the chain has pending credits all the time.
        let step = Milliseconds.seconds(1)
        let window = Milliseconds(step.count * UInt64(max(4, people / 4 / perBlock)))
        let community = BenchCommunity(seed: 1, people: people, window: window)
        var chain = BenchChain(community)
        var loop = VerifyLoop()
        let path = work.path("\(name).laurel")
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else {
            throw BenchFailure("\(path) can't be written")
        }
        try file.write(contentsOf: Data(ArchiveFormat.start(community.genesis)))
        var blocks = 0
        var made = 0
        var buffer: [[SignedTransaction]] = []
        while made < transactions {
            if buffer.isEmpty {
                // Signed many at a time, on all cores, even where a block holds one.
                let count = min(transactions - made, max(perBlock, 1_000))
                let signed = chain.transactions(count)
                buffer = stride(from: 0, to: count, by: perBlock).map { Array(signed[$0..<min(count, $0 + perBlock)]) }
                    .reversed()
            }
            guard let signed = buffer.popLast() else { break }
            let bytes = try chain.block(signed, step: step)
            try file.write(contentsOf: Data(ArchiveFormat.frame(bytes)))
            for one in signed where loop.count < sample { loop.add(one, on: chain.state.chainID) }
            made += signed.count
            blocks += 1
        }
        try file.write(contentsOf: Data(ArchiveFormat.end(height: chain.state.height, hash: chain.state.head)))
        let bytes = try file.offset()
        try file.close()
        return Made(
            path: path, head: chain.state.head.hex, bytes: bytes, signatures: UInt64(made + blocks),
            accounts: chain.state.accounts.count, pending: chain.state.pending.count,
            references: chain.state.totals.issued, loop: loop)
    }
}
