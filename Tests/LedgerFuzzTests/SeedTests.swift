import Foundation
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerGenesis
import LedgerKeys
import LedgerReplay
import LedgerTesting
import Testing

/// Writes the inputs that a corpus starts with, into the folder that `LAUREL_WRITE_SEEDS` names. `scripts/fuzz` asks for it.
@Suite(.enabled(if: seedFolder != nil, "only to write the seeds of a corpus"))
struct SeedTests {
    private func write(_ decoder: Decoder, _ inputs: [[UInt8]]) throws {
        let folder = URL(filePath: try #require(seedFolder)).appending(path: decoder.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, input) in inputs.enumerated() {
            try Data(input).write(to: folder.appending(path: "seed-\(number)"))
        }
    }

    private func write(_ decoder: Decoder, _ texts: [String]) throws {
        try write(decoder, texts.map { Array($0.utf8) })
    }

    @Test func `what a chain is made of`() throws {
        var chain = RandomChain(seed: 6)
        try chain.grow(blocks: 30, transactions: 20)
        let blocks = chain.chain.blocks
        let transactions = try Samples.signed(on: .zero).map(\.bytes)
        try write(.transaction, transactions)
        let short = blocks.sorted { $0.count < $1.count }
        try write(.block, [short[0], short[3], short[6]])
        let archives = try [0, 1, 2].map { count in
            var bytes: [UInt8] = []
            try ArchiveWriter.write(chain.chain.community.genesis, BlockList(Array(blocks.prefix(count)))) {
                bytes += $0
            }
            return bytes
        }
        try write(.archive, archives)
        func batch(_ some: some Collection<[UInt8]>) -> [UInt8] {
            var encoder = CanonicalEncoder()
            encoder.write(uleb128: some.count)
            for one in some { encoder.write(raw: one) }
            return encoder.bytes
        }
        try write(.batch, [batch(transactions.prefix(1)), batch(transactions.prefix(4))])
        let headers = chain.chain.updates.prefix(2).map(\.header)
        let receipts = BatchReceipts(
            headers: Array(headers),
            results: [
                .committed(number: 7, header: 1, index: 2, balance: Amount(300), nextSequence: 4), .waiting,
                .problem("{}"),
            ]
        ).encoded
        try write(.receipts, [receipts, BatchReceipts(results: [.waiting]).encoded, receipts.dropLast()])
        let hex = Hex.encode(transactions[0])
        try write(
            .submission,
            [
                "{\"transaction\":\"\(hex)\"}",
                "{\"chain\":\"\(Digest.zero.hex)\",\"transaction\":\"00ff\",\"handles\":[\"github:alice\",\"github-id:1\"]}",
                "{\"handles\":[],\"transaction\":\"\"}",
            ])
        let accounts = chain.chain.state.accounts.prefix(6).map(\.id.description)
        try write(
            .bech32m, accounts + [accounts[0].uppercased(), Bech32m.encode(prefix: "laurel", [1, 2, 3]), "a1lqfn3a"])
    }

    @Test func `what people and other programs write`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../genesis")
        let genesis = try ["demo", "community"].map {
            [UInt8](try Data(contentsOf: root.appending(path: "\($0).json")))
        }
        try write(.genesis, genesis + [TestCommunity().genesis.json])
        let secret = try SecretKey()
        try write(.keyFile, [try KeyFile.seal(secret, passphrase: Passphrase("x"), cost: .light).json])
        try write(
            .csv,
            [
                "to,amount,reason,reference\ngithub:alice,1.50,ticketResolved,ticket:1\n",
                "a,\"b \"\"c\"\", d\"\r\n\"e\nf\",,\"\"\n", "\u{FEFF}to\n\"\"\n", "a,b\n\nc,d",
            ])
        func event(_ action: String, _ time: Int) -> String {
            "{\"action\":{\(action)},\"ledgerTimestamp\":\(time),\"uuid\":\"u\(time)\",\"version\":\"1\"}"
        }
        let events = [
            event("\"type\":\"CREATE_IDENTITY\",\"identity\":{\"id\":\"a\",\"name\":\"A\"}", 1),
            event("\"type\":\"CREATE_IDENTITY\",\"identity\":{\"id\":\"b\",\"name\":\"B\"}", 2),
            event("\"type\":\"TOGGLE_ACTIVATION\",\"identityId\":\"a\"", 3),
            event(
                "\"type\":\"DISTRIBUTE_GRAIN\",\"distribution\":{\"allocations\":[{\"receipts\":[{\"id\":\"a\",\"amount\":\"7\"}]}]}",
                4),
            event("\"type\":\"TRANSFER_GRAIN\",\"from\":\"a\",\"to\":\"b\",\"amount\":\"5\"", 5),
            event("\"type\":\"RENAME_IDENTITY\",\"identityId\":\"b\",\"newName\":\"C\"", 6),
            event("\"type\":\"SET_PAYOUT_ADDRESS\",\"id\":\"b\"", 7),
            event("\"type\":\"MERGE_IDENTITIES\",\"base\":\"a\",\"target\":\"b\"", 8),
        ]
        try write(.sourceCred, [events.joined(separator: "\n"), "[\(events.joined(separator: ", "))]", events[0], ""])
    }
}

private let seedFolder = ProcessInfo.processInfo.environment["LAUREL_WRITE_SEEDS"]
