import Foundation
import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// The example of the Protocol article, byte for byte.
@Suite struct WorkedBlockTests {
    private static let article = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Ledger/Ledger.docc/Protocol.md")

    /// Keys 1, 2 and 3 as numbers; signatures with auxiliary bytes of zero, so that they are the same in every run.
    private func key(_ number: UInt8) throws -> SecretKey {
        try ([UInt8](repeating: 0, count: 31) + [number]).withUnsafeBytes { try #require(SecretKey($0)) }
    }

    private func sign(_ message: Digest, _ key: SecretKey) throws -> Signature {
        try message.withUnsafeBytes { try key.sign($0, auxiliary: .zero) }
    }

    @Test func `the article shows the bytes that the code makes`() throws {
        let (producer, issuer, alice) = (try key(1), try key(2), try key(3))
        let terms = IssuerTerms(
            scope: [.ticketResolved], capPerReference: Amount(1000), budgetPerEpoch: Amount(100_000))
        let genesis = Genesis(
            community: "Example", token: Token(name: "Thanks", symbol: "THX", decimals: 2),
            supplyCap: Amount(1_000_000), time: TestCommunity.start, nonce: .zero, epochLength: .days(30),
            policy: Policy(
                authority: .key(issuer.publicKey), producers: [producer.publicKey],
                issuers: [Issuer(account: .key(issuer.publicKey), terms: terms)], arbiters: [], registrars: [],
                challengeWindow: .days(7), bindDelay: .days(3), smallestAmount: Amount(10), allowance: 100,
                issuerAllowance: 1000))
        let state = LedgerState(genesis: genesis)
        let time = genesis.time.adding(.seconds(60))
        let credit = Credit(
            to: .key(alice.publicKey), amount: Amount(250), reason: .ticketResolved,
            reference: Reference(unchecked: "ticket:4711"))
        let transaction = Transaction(
            sender: .key(issuer.publicKey), sequence: 0, validUntil: time.adding(.seconds(600)),
            action: Action(Reward([credit])))
        let id = transaction.id(on: state.chainID)
        let signed = SignedTransaction(
            transaction, witnesses: [Witness(key: issuer.publicKey, signature: try sign(id, issuer))])
        let verified = try VerifiedTransaction(decoding: signed.encoded, on: state.chainID)
        let genesisRoot = state.stateRoot
        let chainID = state.chainID
        var open = OpenBlock(on: state)
        open.move(to: time)
        try open.apply(verified)
        let sealed = open.seal(for: producer.publicKey)
        let header = sealed.header
        let block = Block.assemble(
            SignedHeader(header: header, signature: try sign(header.hash, producer)), transactions: [signed.encoded])

        // The article sets the fields of the block apart; their bytes in order are the block.
        #expect(block.count == SignedHeader.byteCount + 1 + signed.encoded.count)
        let shownBlock = Hex.encode(signed.witnesses[0].signature.bytes)

        let article = try String(contentsOf: Self.article, encoding: .utf8)
        let shown = article.filter { !$0.isWhitespace }
        for (name, hex) in [
            ("genesis", Hex.encode(genesis.encoded)), ("chain id", chainID.hex),
            ("state root at genesis", genesisRoot.hex), ("transaction", Hex.encode(transaction.encoded)),
            ("transaction id", id.hex), ("state root", header.stateRoot.hex), ("block hash", header.hash.hex),
            ("witness", shownBlock), ("transactions root", header.transactionsRoot.hex),
            ("history root", header.historyRoot.hex), ("block's witness", Hex.encode(block[214..<278])),
            ("alice", AccountID.key(alice.publicKey).description),
        ] {
            let isShown = shown.contains(hex)
            #expect(isShown, "\(name): \(hex)")
        }
        for collection in sealed.state.collectionRoots {
            let isShown = shown.contains(collection.root.hex)
            #expect(isShown, "\(collection)")
        }
    }
}
