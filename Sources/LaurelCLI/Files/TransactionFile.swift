import FoundationEssentials
import Ledger
import LedgerClient
import LedgerCrypto

/// A transaction on its way between machines: the bytes that count, and the same in words for those who look at it.
///
/// What is signed is `transaction` on `chain`, both in hex. The words are derived from those bytes; a file whose words say
/// something else is refused, so that nobody signs what they did not read.
struct TransactionFile {
    static let format = "laurel-transaction-1"
    static let byteLimit = 4 << 20

    let transaction: Transaction
    let chain: Digest
    /// For showing amounts; the signature does not cover it.
    let token: Token
    let handles: [Handle]
    private(set) var witnesses: [Witness] = []

    init(_ transaction: Transaction, chain: Digest, token: Token, handles: [Handle]) {
        self.transaction = transaction
        self.chain = chain
        self.token = token
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
        var token: TokenView
        var id: String
        var sender: String
        var sequence: UInt64
        var validUntil: String
        var action: String
        var fields: JSONValue
        var handles: [String]
        var transaction: String
        var witnesses: [WitnessView]
    }

    private var contents: Contents {
        Contents(
            format: Self.format, chain: chain.hex,
            token: TokenView(name: token.name, symbol: token.symbol, decimals: token.decimals), id: id.hex,
            sender: transaction.sender.description, sequence: transaction.sequence,
            validUntil: transaction.validUntil.description, action: transaction.action.name,
            fields: JSONValue(transaction.action.body.fields), handles: handles.map(\.text),
            transaction: Hex.encode(transaction.encoded),
            witnesses: witnesses.map { WitnessView(key: $0.key.hex, signature: $0.signature.hex) })
    }

    /// Writes the file, whole or not at all. An existing file is kept unless it is to be replaced.
    func write(to path: String, replacing: Bool = false) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let text = Array(try encoder.encode(contents)) + [UInt8(ascii: "\n")]
        try AtomicFile.write(text, to: path, mode: 0o644, replacing: replacing)
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
        guard let encoded = Hex.decode(contents.transaction) else { throw refuse("its transaction is not hex") }
        guard contents.token.token.isSound else {
            throw refuse("its token has 0…18 decimals and a symbol of A…Z and 0…9")
        }
        let transaction: Transaction
        do { transaction = try Transaction(decoding: encoded) } catch {
            throw refuse("its transaction does not decode: \(error)")
        }
        let handles = try contents.handles.map { text in
            guard let handle = Handle(text) else { throw refuse("'\(text)' is not \(Handle.form)") }
            return handle
        }
        self.init(transaction, chain: chain, token: contents.token.token, handles: handles)
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
        let derived = self.contents
        guard derived.id == contents.id, derived.sender == contents.sender, derived.sequence == contents.sequence,
            derived.validUntil == contents.validUntil, derived.action == contents.action,
            derived.fields == contents.fields, derived.handles.count == Set(contents.handles).count
        else { throw refuse("its words say something else than the bytes to be signed; do not sign it") }
        for witness in witnesses where !witness.key.isValid(witness.signature, for: id) {
            throw refuse("the signature of \(witness.key) is not valid for it; was the file changed after signing?")
        }
    }
}

extension Token {
    fileprivate var isSound: Bool { Token.decimalsRange.contains(decimals) && Token.isSymbol(symbol) }
}
