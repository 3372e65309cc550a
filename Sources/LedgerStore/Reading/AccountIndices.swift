import Ledger

/// Finds accounts by their ids. The table is made at the first question.
struct AccountIndices {
    private let accounts: [AccountRecord]
    private var table = HashTable()

    init(_ accounts: [AccountRecord]) { self.accounts = accounts }

    subscript(_ id: AccountID) -> UInt32? {
        mutating get {
            if table.count == 0 {
                for index in accounts.indices { table.insert(UInt32(index), for: accounts[index].id) }
            }
            return table.find(id) { accounts[Int($0)].id == id }
        }
    }
}
