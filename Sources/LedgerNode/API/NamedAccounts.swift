import Ledger

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
