import FoundationEssentials
import Ledger
import LedgerAPI
import LedgerCrypto
import LedgerGenesis
import LedgerImport
import LedgerKeys
import LedgerNode
import LedgerReplay

/// One of the entrances for bytes from outside. It must refuse or accept any bytes, and what it accepts must come back from
/// it unchanged. Shared by the tests and by libFuzzer (`scripts/fuzz`).
struct Decoder: Sendable {
    enum Outcome: Equatable {
        case refused
        case accepted
        /// It was accepted, but not as the one value that these bytes mean.
        case wrong(String)
    }

    let name: String
    let decode: @Sendable ([UInt8]) -> Outcome

    /// - Parameter decode: throws to refuse; returns what is wrong with what was accepted, if anything.
    init(_ name: String, _ decode: @escaping @Sendable ([UInt8]) throws -> String?) {
        self.name = name
        self.decode = { bytes in
            do { return try decode(bytes).map { .wrong($0) } ?? .accepted } catch {
                // The words of an error are made of the input too.
                return "\(error)".isEmpty ? .wrong("an error without words") : .refused
            }
        }
    }

    static let all = [
        transaction, block, archive, genesis, keyFile, csv, sourceCred, batch, receipts, submission, bech32m,
    ]

    private static func same<Value: Equatable>(_ got: Value, _ expected: Value, _ what: String) -> String? {
        got == expected ? nil : "\(what): \(got) is not \(expected)"
    }
}

extension Decoder {
    static let transaction = Decoder("transaction") { bytes in
        let signed = try SignedTransaction(decoding: bytes)
        _ = try? VerifiedTransaction(decoding: bytes, on: .zero)
        let words = signed.transaction.action.body.fields.map { "\($0.name) \(JSONValue([$0]))" }
        return same(signed.encoded, bytes, "encoded again") ?? same(words.isEmpty, false, "no words")
    }

    static let block = Decoder("block") { bytes in
        let block = try Block(decoding: bytes)
        let again = Block.assemble(block.signedHeader, transactions: block.transactions.map(\.encoded))
        let pieces = block.transactions.indices.map { Array(block.bytes(ofTransaction: $0)) }
        return same(again, bytes, "put together again")
            ?? same(pieces, block.transactions.map(\.encoded), "its transactions where they stand")
    }

    static let archive = Decoder("archive") { bytes in
        var reader = try ArchiveReader(Memory(rest: bytes[...]))
        let genesis = reader.genesis
        var blocks: [[UInt8]] = []
        while let block = try reader.next() { blocks.append(block) }
        // A block whose header does not decode is the replay's to report.
        var again: [UInt8] = []
        try ArchiveWriter.write(genesis, Blocks(rest: blocks[...])) { again += $0 }
        return same(again, bytes, "written again")
    }

    static let genesis = Decoder("genesis") { bytes in
        let genesis = try Genesis(json: bytes)
        _ = genesis.explanation + genesis.warnings
        return try same(Genesis(json: genesis.json), genesis, "read again as JSON")
            ?? same(Genesis(decoding: genesis.encoded), genesis, "read again as bytes")
            ?? same(LedgerState(genesis: genesis).totals.minted, .zero, "minted at the start")
    }

    /// Stops before the derivation. Its cost was bounded by then.
    static let keyFile = Decoder("keyfile") { bytes in
        let file = try KeyFile(json: bytes)
        return try same(KeyFile(json: file.json), file, "read again")
            ?? same(file.cost.memoryByteCount <= KeyFile.Cost.maximumMemoryByteCount, true, "its memory is bounded")
            ?? same(file.cost.n * file.cost.r * file.cost.p <= 1 << 25, true, "its work is bounded")
    }

    static let csv = Decoder("csv") { bytes in
        let rows = try CSV.rows(bytes)
        let text = rows.map { CSV.line($0.cells) + "\n" }.joined()
        // A row of one empty cell was quoted, and is written as an empty line, which is none.
        let told = rows.map(\.cells).filter { $0 != [""] }
        return try same(CSV.rows(Array(text.utf8)).map(\.cells), told, "read again")
    }

    static let sourceCred = Decoder("sourcecred") { bytes in
        let ledger = try SourceCredLedger(bytes)
        if let keys { _ = try SourceCredImport(ledger, keys: keys) }
        for (index, event) in ledger.events.enumerated() where event.number != index + 1 { return "event \(index)" }
        return nil
    }

    static let batch = Decoder("batch") { bytes in
        let batch = try TransactionBatch(decoding: bytes, limits: 1...Block.transactionLimit)
        var encoder = CanonicalEncoder()
        encoder.write(uleb128: batch.count)
        for index in 0..<batch.count { encoder.write(raw: batch.bytes(of: index)) }
        return same(encoder.bytes, bytes, "joined again")
    }

    /// What a node answers to a batch, and a client believes.
    static let receipts = Decoder("receipts") { bytes in
        same(try BatchReceipts(decoding: bytes).encoded, bytes, "encoded again")
    }

    static let submission = Decoder("submission") { bytes in
        let body = try Submission(json: bytes)
        var entries = ["transaction": JSONValue.text(Hex.encode(body.transaction))]
        entries["chain"] = body.chain.map { .text($0.hex) }
        entries["handles"] = .list(body.handles.map { .text($0.text) })
        let again = try Submission(json: JSON.encode(JSONValue.group(entries)))
        return same(again.transaction, body.transaction, "its transaction") ?? same(
            again.chain, body.chain, "its chain")
            ?? same(again.handles, body.handles, "its handles")
    }

    static let bech32m = Decoder("bech32m") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if let account = try? AccountID(text: text), account.description != text.lowercased() {
            return "\(text) is account \(account)"
        }
        _ = try Bech32m.decodeGroups(text)
        let payload = try Bech32m.decode(text, prefix: "laurel")
        return same(Bech32m.encode(prefix: "laurel", payload), text.lowercased(), "written again")
    }

    private static let keys: ImportKeys? = {
        let keys = (1...4 as ClosedRange<UInt8>).compactMap { byte in
            [UInt8](repeating: byte, count: 32).withUnsafeBytes { SecretKey($0) }
        }
        return keys.count == 4
            ? ImportKeys(issuer: keys[0], registrar: keys[1], custodian: keys[2], producer: keys[3]) : nil
    }()
}

private struct Memory: ByteStream {
    var rest: ArraySlice<UInt8>

    mutating func read(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

private struct Blocks: BlockSource {
    var rest: ArraySlice<[UInt8]>

    mutating func next() -> [UInt8]? { rest.popFirst() }
}
