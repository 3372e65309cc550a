import Foundation
import Ledger
import LedgerCrypto
import LedgerReplay
import LedgerTesting
import Testing

/// The five blocks of the Protocol article, read from it as a stranger would.
@Suite struct WorkedVectorTests {
    private let article: Article
    private let genesis: Genesis
    private let blocks: [[UInt8]]

    init() throws {
        article = try Article()
        let worked = try article.fences(under: "A worked block")
        let vectors = try article.fences(under: "Worked vectors")
        genesis = try Genesis(decoding: try Article.bytes(worked[0]))
        let first = try Article.fields(worked[2]).flatMap(\.bytes)
        blocks = [first] + (try [0, 1, 3, 5].map { try Article.bytes(vectors[$0]) })
    }

    private func secret(_ number: UInt8) throws -> SecretKey {
        try ([UInt8](repeating: 0, count: 31) + [number]).withUnsafeBytes { try #require(SecretKey($0)) }
    }

    private func sign(_ message: Digest, _ key: SecretKey) throws -> Signature {
        try message.withUnsafeBytes { try key.sign($0, auxiliary: .zero) }
    }

    /// What is looked at after each block.
    private struct After {
        let row: [String]
        let collections: [(count: UInt64, root: Digest)]
        let accounts: [[UInt8]]
    }

    private func replay(_ blocks: [[UInt8]]) async throws -> (report: ReplayReport, after: [After]) {
        var after: [After] = []
        let report = try await Replay(genesis: genesis, options: ReplayOptions(now: .latest, cores: 1)).run(
            BlockList(blocks)
        ) { closed, block in
            after.append(
                After(
                    row: ["\(closed.state.height)", block.header.hash.hex, closed.state.stateRoot.hex],
                    collections: closed.state.collectionRoots.map { (UInt64($0.count), $0.root) },
                    accounts: closed.state.accounts.map(\.encoded)))
        }
        return (report, after)
    }

    @Test func `the five blocks hold, with the hashes and state roots of the table`() async throws {
        let (report, after) = try await replay(blocks)
        try #require(report.holds, "\(String(describing: report.fault))")
        let table = try article.rows(under: "Worked vectors").filter { $0.count == 3 && $0[1].count == 64 }
        #expect(Array(after.map(\.row).dropFirst()) == table)
    }

    @Test func `what is written is what was read`() throws {
        for bytes in blocks {
            let block = try Block(decoding: bytes)
            let transactions = block.transactions.map(\.encoded)
            #expect(Block.assemble(block.signedHeader, transactions: transactions) == bytes)
        }
    }

    @Test func `bound and explicit authorities are encoded as shown`() async throws {
        let vectors = try article.fences(under: "Worked vectors")
        let after = try await replay(blocks).after
        #expect(try Article.fields(vectors[2]).map(\.bytes) == Array(after[2].accounts[4...5]))
        #expect(try Article.fields(vectors[4]).map(\.bytes) == [after[3].accounts[5]])
    }

    @Test func `the leaves shown are all leaves after block 5`() async throws {
        let names = ["policy", "totals", "accounts", "spending", "rewards", "references", "revocations"]
        let leaves = try Article.fields(try article.fences(under: "Worked vectors")[6])
        let last = try #require(try await replay(blocks).after.last)
        #expect(last.collections.count == names.count)
        for (name, collection) in zip(names, last.collections) {
            let shown = leaves.filter { $0.name.hasPrefix("\(name) ") }
            #expect(shown.map(\.name) == shown.indices.map { "\(name) \($0)" })
            #expect(UInt64(shown.count) == collection.count, "\(name)")
            let root = MerkleHash.root(of: shown.map { $0.bytes.withUnsafeBytes { MerkleHash.leaf($0) } })
            #expect(root == collection.root, "\(name)")
        }
    }

    @Test func `the merge by other witnesses gets the verdicts of the table`() async throws {
        let table = try article.rows(under: "Worked vectors").filter {
            $0.count == 3 && ["holds", "24"].contains($0[1])
        }
        #expect(table.count == 6)
        for row in table {
            let numbers = row[0].split(separator: ", ").compactMap { UInt8($0) }
            let block = try merged(by: numbers)
            if numbers == [6, 7] { #expect(block == blocks[4]) }
            let report = try await replay(blocks.dropLast() + [block]).report
            #expect(report.fault.map { "\($0.fault.code)" } ?? "holds" == row[1], "\(row)")
            #expect(report.height == (row[1] == "holds" ? 5 : 4))
            #expect(report.fault?.transaction == (row[1] == "holds" ? nil : 0))
        }
    }

    /// Block 5 with other witnesses of its merge, signed anew.
    private func merged(by numbers: [UInt8]) throws -> [UInt8] {
        let block = try Block(decoding: blocks[4])
        let transaction = block.transactions[0].transaction
        let id = transaction.id(on: genesis.chainID)
        let witnesses = try numbers.map { number in
            let key = try secret(number)
            return Witness(key: key.publicKey, signature: try sign(id, key))
        }
        let signed = SignedTransaction(transaction, witnesses: witnesses.sorted { $0.key < $1.key }).encoded
        let old = block.header
        let header = BlockHeader(
            version: old.version, chain: old.chain, height: old.height, parent: old.parent, time: old.time,
            transactionCount: 1,
            transactionsRoot: MerkleHash.root(of: [signed.withUnsafeBytes { MerkleHash.leaf($0) }]),
            stateRoot: old.stateRoot, historyRoot: old.historyRoot, producer: old.producer)
        return Block.assemble(
            SignedHeader(header: header, signature: try sign(header.hash, try secret(1))), transactions: [signed])
    }

    @Test func `faults of rules and of the file have the codes and names of the article`() throws {
        let rows = try article.rows(under: "Archive") + article.rows(under: "Block rules")
        let named = rows.filter { Int($0[0]) != nil }.map { "\($0[0]) \($0[1])" }
        let (zero, time) = (Digest.zero, Timestamp.latest)
        let malformed = DecodingFault.malformed(offset: 0, expected: "")
        let file: [ArchiveFault] = [
            .notAnArchive, .badGenesis(malformed), .cutShort(offset: 0, expected: ""),
            .tooLong(offset: 0, bytes: 0, limit: 0), .wrongEnd(gotHeight: 0, gotHash: zero, height: 0, hash: zero),
            .trailing(offset: 0),
        ]
        let block: [BlockFault] = [
            .malformedBlock(malformed), .version(got: 0), .chain(got: zero, expected: zero),
            .height(got: 0, expected: 0), .parent(got: zero, expected: zero),
            .historyRoot(got: zero, expected: zero), .time(got: time, earliest: time), .producer(.zero),
            .blockSignature(.zero), .transactionCount(got: 0, there: 0),
            .blockSize(bytes: 0, transactions: 0, byteLimit: 0, transactionLimit: 0),
            .transactionsRoot(got: zero, expected: zero), .stateRoot(got: zero, expected: zero),
            .future(got: time, now: time),
        ]
        let ours = file.compactMap { $0.rule.map { "\($0.code) \($0.name)" } } + block.map { "\($0.code) \($0.name)" }
        #expect(ours == named)
        #expect(ArchiveFault.unreadable(path: "", reason: "").rule == nil)
    }
}

/// The Protocol article: its sections, the bytes that it shows and its tables.
private struct Article {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Ledger/Ledger.docc/Protocol.md")
    private let text: String

    init() throws { text = try String(contentsOf: Self.path, encoding: .utf8) }

    private func section(_ title: String) throws -> String {
        let start = try #require(text.range(of: "\n## \(title)\n"))
        let rest = text[start.upperBound...]
        return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
    }

    /// What stands between two lines of three backticks.
    func fences(under title: String) throws -> [String] {
        let parts = try section(title).components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
    }

    /// The rows of all tables, without the marks of code.
    func rows(under title: String) throws -> [[String]] {
        try section(title).split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.map { line in
            line.dropFirst().dropLast().components(separatedBy: "|").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
            }
        }
    }

    static func bytes(_ fence: String) throws -> [UInt8] { try #require(Hex.decode(fence.filter { !$0.isWhitespace })) }

    /// Of lines of a name and its bytes, which may go on in further lines.
    static func fields(_ fence: String) throws -> [(name: String, bytes: [UInt8])] {
        var fields: [(name: String, bytes: [UInt8])] = []
        for line in fence.split(separator: "\n") {
            let digits = try #require(line.split(separator: " ").last)
            let bytes = try #require(Hex.decode(String(digits)))
            let name = line.dropLast(digits.count).trimmingCharacters(in: .whitespaces)
            if name.isEmpty { fields[fields.count - 1].bytes += bytes } else { fields.append((name, bytes)) }
        }
        return fields
    }
}
