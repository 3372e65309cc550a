import Glibc
import Ledger
import LedgerCrypto
import LedgerFiles
import LedgerImport
import Testing

/// Real communities' ledgers, which live outside of the package: the folder is named by `LAUREL_DATA`.
enum RealLedgers {
    static let folder: String? = getenv("LAUREL_DATA").map { String(cString: $0) }
    static let reason: Comment = "needs the folder of real ledgers: set LAUREL_DATA"

    static func read(_ path: String) throws -> [UInt8] {
        try AtomicFile.read(try #require(folder) + "/sourcecred/" + path, limit: 1 << 26)
    }
}

/// A chain that an import writes, its blocks as bytes.
final class Community {
    let keys: ImportKeys
    var state: LedgerState
    private(set) var blocks: [[UInt8]] = []

    /// A chain made for `ledger`, without blocks.
    init(for ledger: SourceCredLedger) throws {
        keys = ImportKeys(
            issuer: try SecretKey(), registrar: try SecretKey(), custodian: try SecretKey(), producer: try SecretKey())
        let genesis = SourceCred.genesis(
            for: ledger, community: "Test", token: Token(name: "Grain", symbol: "GRAIN", decimals: 18),
            keys: keys.publicKeys, nonce: try #require(Digest(try SystemRandom.bytes(32))))
        #expect(genesis.faults.isEmpty)
        state = LedgerState(genesis: genesis)
    }

    @discardableResult
    func importing(_ ledger: SourceCredLedger, keys: ImportKeys? = nil) throws -> ImportReport {
        var next = 0
        let imported = try SourceCredImport(ledger, keys: keys ?? self.keys).run(
            on: state.copy(),
            history: {
                defer { next += 1 }
                return next < blocks.count ? blocks[next] : nil
            },
            commit: { update in
                #expect(update.hash == update.header.header.hash)
                blocks.append(Block.assemble(update.header, transactions: update.transactions.map(\.bytes)))
            })
        let report = imported.report
        state = imported.takeState()
        return report
    }

    /// Makes a block of actions that no import sends.
    func append(_ actions: [(sender: AccountID, action: any ActionBody, keys: [SecretKey])]) throws {
        var block = OpenBlock(on: state.copy())
        for (sender, action, keys) in actions {
            let transaction = Transaction(
                sender: sender, sequence: block.state.account(sender)?.sequence ?? 0, validUntil: .latest,
                action: Action(action))
            let bytes = try SignedTransaction(transaction, on: state.chainID, keys: keys).encoded
            let verified = try VerifiedTransaction(decoding: bytes, on: state.chainID)
            try block.apply(verified)
        }
        let closed = try block.seal(for: keys.producer.publicKey).sign(with: keys.producer).close()
        blocks.append(closed.bytes)
        state = closed.takeState()
    }

    /// What an auditor gets who checks every block from genesis on.
    func replayed() throws -> LedgerState {
        var replay = LedgerState(genesis: state.genesis)
        var parsed = ParsedKeys()
        for bytes in blocks {
            let block = try Block(decoding: bytes)
            let verified = VerifiedBlock(block, on: replay.chainID, keys: &parsed)
            replay = try replay.accepting(verified).takeState()
        }
        return replay
    }

    func account(_ identity: String) throws -> AccountRecord {
        let handle = try #require(Handle("sourcecred:" + identity))
        let record = state.account(.handle(handle))
        return try #require(record, "no account of \(identity)")
    }

    func balance(_ identity: String) throws -> UInt128 { try account(identity).balance.units }
    func earned(_ identity: String) throws -> UInt128 { try account(identity).earned.units }
}
