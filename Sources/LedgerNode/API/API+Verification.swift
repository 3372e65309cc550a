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
