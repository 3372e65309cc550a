import Ledger
import LedgerClient
import LedgerCrypto

extension API {
    /// Decodes a transaction and checks its signatures, which needs no state.
    func verify(_ bytes: [UInt8]) -> Result<VerifiedTransaction, ProblemView> {
        do { return .success(try VerifiedTransaction(decoding: bytes, on: genesis.chainID)) } catch {
            return .failure(ProblemView(error, id: nil, token: genesis.token))
        }
    }

    /// The same for many, on all cores.
    func verify(_ transactions: [[UInt8]]) async -> [Result<VerifiedTransaction, ProblemView>] {
        let chunk = 64
        return await withTaskGroup(of: (Int, [Result<VerifiedTransaction, ProblemView>]).self) { group in
            for start in stride(from: 0, to: transactions.count, by: chunk) {
                let part = transactions[start..<min(start + chunk, transactions.count)]
                group.addTask { (start, part.map { verify($0) }) }
            }
            var parts: [(Int, [Result<VerifiedTransaction, ProblemView>])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// The encodings of a batch's transactions, a count and then one after the other; and who sent them, each once.
    static func split(
        batch bytes: [UInt8]
    ) throws(ProblemView) -> (transactions: [[UInt8]], senders: [AccountID]) {
        var decoder = CanonicalDecoder(bytes)
        do {
            let count = try decoder.readULEB128()
            guard (1...Block.transactionLimit).contains(count) else {
                throw ProblemView.malformedBody(
                    "\(count) transactions; 1…\(Block.transactionLimit) are allowed in a batch")
            }
            var transactions: [[UInt8]] = []
            var senders: Set<AccountID> = []
            for _ in 0..<count {
                let start = decoder.offset
                senders.insert(try SignedTransaction(from: &decoder).transaction.sender)
                transactions.append(Array(bytes[start..<decoder.offset]))
            }
            try decoder.finish()
            return (transactions, Array(senders))
        } catch let problem as ProblemView {
            throw problem
        } catch { throw .malformedBody("the bytes are no batch: \(error)") }
    }
}

/// A transaction as JSON, checked in its form.
struct Submission {
    let chain: Digest?
    let transaction: [UInt8]
    let handles: [Handle]

    private static let handleLimit = 2048

    /// - Throws: 400 with the entry that is wrong; entries that nobody knows are.
    init(json: [UInt8]) throws(ProblemView) {
        guard case .group(let entries)? = try? JSON.decode(JSONValue.self, from: json) else {
            throw .malformedBody("expected a JSON object of 'transaction' and, if need be, 'chain' and 'handles'")
        }
        if let stranger = entries.keys.sorted().first(where: { !["chain", "transaction", "handles"].contains($0) }) {
            throw .malformedBody("unknown entry '\(stranger)'; allowed are chain, transaction, handles")
        }
        guard case .text(let hex)? = entries["transaction"], let bytes = Hex.decode(hex) else {
            throw .malformedBody("transaction: expected the signed transaction's bytes in hex")
        }
        transaction = bytes
        switch entries["chain"] {
        case nil: chain = nil
        case .text(let hex):
            guard let digest = Digest(hex: hex) else { fallthrough }
            chain = digest
        default: throw .malformedBody("chain: expected 64 hex digits")
        }
        var handles: [Handle] = []
        switch entries["handles"] {
        case nil: break
        case .list(let items) where items.count <= Self.handleLimit:
            for item in items {
                guard case .text(let text) = item, let handle = Handle(text) else {
                    throw .malformedBody("handles: each is \(Handle.form)")
                }
                handles.append(handle)
            }
        default: throw .malformedBody("handles: expected a list of at most \(Self.handleLimit) texts")
        }
        self.handles = handles
    }
}

extension VerifiedTransaction {
    /// The handles that the transaction itself spells out.
    var ownHandles: [Handle] { (transaction.action.body as? Bind).map { [$0.handle] } ?? [] }
}

extension Field.Value {
    /// All accounts in it.
    var accounts: [AccountID] {
        switch self {
        case .account(let account): [account]
        case .group(let fields): fields.flatMap(\.value.accounts)
        case .list(let values): values.flatMap(\.accounts)
        default: []
        }
    }
}
