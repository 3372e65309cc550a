import Dispatch
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerNode
import LedgerReplay
import LedgerStore
import Synchronization
import Testing

/// The order of a commit: sign, commit, write the guard, publish.
@Suite struct PublicationTests {
    @Test func `nobody sees a block that the guard does not know yet`() async throws {
        let chain = try TestChain()
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let goOn = DispatchSemaphore(value: 0)
        var calls = FileCalls.system
        // The guard of a chain without blocks is there since the start; a block takes the place of one of its records.
        calls.overwrite = { path, offset, bytes in
            reach.yield()
            goOn.wait()
            return FileCalls.system.overwrite(path, offset, bytes)
        }
        try await withLiveNode(chain, guardCalls: calls) { client, node in
            defer { goOn.signal() }
            let bytes = try chain.reward("T-1", sequence: 0)
            let id = try chain.verify(bytes).id
            async let answer = client.submit(bytes, chain: nil)
            _ = await reached.first { _ in true }
            #expect(try node.store.head()?.header.height == 1, "SQLite has the block")
            #expect(try await client.status().height == 0)
            #expect(try await client.blocks(from: 1).blocks.isEmpty)
            let supply = try await client.supply()
            #expect(supply.minted == "1000" && supply.height == 1, "sums are of the height that they name")
            #expect(try await problem { try await client.block(1) }?.status == 404)
            #expect(try await problem { try await client.blockBytes(1) }?.status == 404)
            #expect(try await client.transaction(id).status == "waiting")
            let archive = Mutex<[UInt8]>([])
            try await client.archive { piece in archive.withLock { $0 += piece } }
            #expect(
                archive.withLock { $0 } == ArchiveFormat.start(chain.genesis)
                    + ArchiveFormat.end(height: 0, hash: chain.genesis.chainID))
            goOn.signal()
            let receipt = try await answer
            #expect(try await client.block(1).hash == receipt.blockHash)
            #expect(try await client.transaction(id).status == "committed")
        }
    }
}
