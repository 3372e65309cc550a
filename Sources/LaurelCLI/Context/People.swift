import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// How accounts and keys are called in front of this user: by the name of a local key, else by the handle, else by the id.
struct People: Sendable {
    private let names: [PublicKey: String]

    /// Key files that can't be read have no names here; whoever needs one of them is told by the command that opens it.
    init(_ keys: KeyStore) {
        var names: [PublicKey: String] = [:]
        for name in (try? keys.names()) ?? [] {
            if let key = try? keys.load(name).publicKey, names[key] == nil { names[key] = name }
        }
        self.names = names
    }

    /// The local name of a key; nil where it is nobody's here.
    func name(of key: PublicKey) -> String? { names[key] }

    /// The local name of a key, else its hex digits.
    func shown(_ key: PublicKey) -> String { names[key] ?? key.hex }

    /// A name that fits into a table: of an id no more than its ends.
    func short(_ account: AccountRef) -> String {
        name(account) ?? "\(account.id.prefix(14))…\(account.id.suffix(6))"
    }

    /// The id, with the name where there is one.
    func full(_ account: AccountRef) -> String { name(account).map { "\($0) (\(account.id))" } ?? account.id }

    func full(_ account: AccountID, handles: [Handle] = []) -> String {
        full(AccountRef(id: account.description, handle: handles.first { .handle($0) == account }?.text))
    }

    func short(_ account: AccountID, handles: [Handle] = []) -> String {
        short(AccountRef(id: account.description, handle: handles.first { .handle($0) == account }?.text))
    }

    /// A handle that a node gives counts only where the account is its hash.
    private func name(_ account: AccountRef) -> String? {
        guard let id = try? AccountID(text: account.id) else { return nil }
        if let key = id.ownKey, let name = names[key] { return name }
        guard let text = account.handle, let handle = Handle(text), .handle(handle) == id else {
            return MemberBook.known[id].map { "\($0.words(self).joined(separator: " "))" }
        }
        return text
    }
}
