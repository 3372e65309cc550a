import FoundationEssentials
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerKeys
import LedgerText

/// A transaction on its way between machines: the bytes that count, and the same in words for those who look at it.
///
/// What is signed is `transaction` on `chain`, both in hex. The words are derived from those bytes; a file whose words say
/// something else is refused, so that nobody signs what they did not read.
struct TransactionFile {
    static let format = "laurel-transaction-2"
    static let byteLimit = 4 << 20

    let transaction: Transaction
    /// Of the chain that it is for. It hashes to the chain's id, which the signature covers: so its words for the community and the token
    /// are those of that chain, whoever wrote the file.
    let genesis: Genesis
    let handles: [Handle]
    var witnesses: [Witness] = []
    /// Who must sign, as a node said when the file was written; nil where nobody asked.
    var signers: [SignerSet]?

    var chain: Digest { genesis.chainID }
    var token: Token { genesis.token }

    init(_ transaction: Transaction, genesis: Genesis, handles: [Handle]) {
        self.transaction = transaction
        self.genesis = genesis
        let mentioned = Set(transaction.action.body.fields.flatMap(\.accounts))
        self.handles = Set(handles).filter { mentioned.contains(.handle($0)) }.sorted { $0.text < $1.text }
    }

    var id: Digest { transaction.id(on: chain) }

    mutating func sign(with key: SecretKey) throws {
        let witness = Witness(key: key.publicKey, signature: try key.sign(id))
        witnesses = witnesses.filter { $0.key != witness.key } + [witness]
        guard witnesses.count <= Witnesses.limit else {
            throw CommandFailure.refused(
                "\(witnesses.count) signatures; at most \(Witnesses.limit) are allowed")
        }
    }

    /// The canonical bytes of the signed transaction.
    func signedBytes() throws -> [UInt8] {
        guard !witnesses.isEmpty else {
            throw CommandFailure.refused("nobody has signed it yet; sign it with 'laurel tx sign FILE --key NAME'")
        }
        return SignedTransaction(transaction, witnesses: witnesses).encoded
    }
}

extension Field {
    /// The accounts that it speaks of.
    var accounts: [AccountID] { Self.accounts(in: value) }

    private static func accounts(in value: Value) -> [AccountID] {
        switch value {
        case .account(let account): [account]
        case .group(let fields): fields.flatMap(\.accounts)
        case .list(let values): values.flatMap { accounts(in: $0) }
        default: []
        }
    }
}

extension TransactionFile {
    private struct Contents: Codable {
        var format: String
        var chain: String
        var community: String
        var token: TokenView
        var genesis: String
        var id: String
        var sender: String
        var sequence: UInt64
        var validUntil: String
        var action: String
        var fields: JSONValue
        var handles: [String]
        var transaction: String
        var witnesses: [WitnessView]
        var signers: [SignerSet]?
    }

    private var contents: Contents {
        Contents(
            format: Self.format, chain: chain.hex, community: genesis.community,
            token: TokenView(name: token.name, symbol: token.symbol, decimals: token.decimals),
            genesis: Hex.encode(genesis.encoded), id: id.hex,
            sender: transaction.sender.description, sequence: transaction.sequence,
            validUntil: transaction.validUntil.description, action: transaction.action.name,
            fields: JSONValue(transaction.action.body.fields), handles: handles.map(\.text),
            transaction: Hex.encode(transaction.encoded),
            witnesses: witnesses.map { WitnessView(key: $0.key.hex, signature: $0.signature.hex) }, signers: signers)
    }

    /// What stands in the file.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(contents)) + [UInt8(ascii: "\n")]
    }

    /// Writes the file, whole or not at all. An existing file is kept unless it is to be replaced.
    func write(to path: String, replacing: Bool = false) throws {
        try AtomicFile.write(try encoded(), to: path, mode: 0o644, replacing: replacing)
        let signed = witnesses.isEmpty ? "not signed yet" : "signed by \(witnesses.count) key(s)"
        Terminal.report("Wrote \(path): \(transaction.action.name) \(id.hex), \(signed).")
    }

    /// Reads a file, and refuses one whose parts contradict each other.
    init(path: String) throws {
        let bytes = try AtomicFile.read(path, limit: Self.byteLimit)
        let contents: Contents
        do { contents = try JSON.decode(from: bytes) } catch {
            throw CommandFailure.refused("\(path) is no transaction file of the format \(Self.format): \(error)")
        }
        func refuse(_ what: String) -> CommandFailure { .refused("\(path): \(what)") }
        guard contents.format == Self.format else {
            throw refuse("its format is '\(contents.format)'; this version knows '\(Self.format)'")
        }
        guard let chain = Digest(hex: contents.chain) else { throw refuse("its chain is not 64 hex digits") }
        guard let genesis = Hex.decode(contents.genesis).flatMap({ try? Genesis(decoding: $0) }) else {
            throw refuse("its genesis is not one in hex")
        }
        guard genesis.chainID == chain else {
            throw refuse("it is for chain \(chain), but holds the genesis of chain \(genesis.chainID); do not sign it")
        }
        guard let encoded = Hex.decode(contents.transaction) else { throw refuse("its transaction is not hex") }
        let transaction: Transaction
        do { transaction = try Transaction(decoding: encoded) } catch {
            throw refuse("its transaction does not decode: \(error)")
        }
        let handles = try contents.handles.map { text in
            guard let handle = Handle(text) else { throw refuse("'\(text)' is not \(Handle.form)") }
            return handle
        }
        self.init(transaction, genesis: genesis, handles: handles)
        signers = contents.signers
        witnesses = try contents.witnesses.map { view in
            guard let key = PublicKey(hex: view.key), let signature = Signature(hex: view.signature) else {
                throw refuse("a witness is not a key and a signature in hex")
            }
            return Witness(key: key, signature: signature)
        }
        guard Set(witnesses.map(\.key)).count == witnesses.count, witnesses.count <= Witnesses.limit
        else {
            throw refuse("a key stands twice among its witnesses, or they are over \(Witnesses.limit)")
        }
        // Each entry once and no other: who looks at the file may believe any of them.
        guard let read = try? StrictJSON(parsing: bytes), let derived = try? StrictJSON(parsing: self.encoded()),
            read.sorted == derived.sorted
        else {
            throw refuse("its words say something else, or more, than the bytes to be signed; do not sign it")
        }
        for witness in witnesses where !witness.key.isValid(witness.signature, for: id) {
            throw refuse("the signature of \(witness.key) is not valid for it; was the file changed after signing?")
        }
    }
}
