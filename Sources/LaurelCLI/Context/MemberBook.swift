import FoundationEssentials
import Glibc
import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerFiles
import LedgerGenesis
import LedgerKeys

/// Whose keys a threshold account is made of. The account's id is the hash of threshold and keys, so the chain knows neither before the
/// account reveals them, and a member can be mistaken for nobody else: only the names are what somebody called them.
struct Members: Codable, Equatable, Sendable {
    let threshold: Int
    /// In hex, ascending.
    let keys: [String]
    /// What each key was called where the account was made, in the order of the keys.
    var names: [String]

    init(_ authenticator: Authenticator, name: (PublicKey) -> String?) {
        threshold = authenticator.threshold
        keys = authenticator.keys.map(\.hex)
        names = authenticator.keys.map { name($0) ?? $0.hex }
    }

    /// - Parameter words: how its keys were written, each as a name, hex digits or an account.
    init(_ authenticator: Authenticator, words: [String], _ store: KeyStore) {
        let named = words.compactMap { word in (try? store.publicKey(word)).map { ($0, word) } }
        let names = Dictionary(named, uniquingKeysWith: { first, _ in first })
        self.init(authenticator) { key in
            names[key].flatMap { PublicKey(hex: $0) == nil && !$0.hasPrefix("laurel1") ? $0 : nil }
        }
    }

    /// Nil where the keys make no threshold account.
    var authenticator: Authenticator? {
        let parsed = keys.compactMap { PublicKey(hex: $0) }
        return parsed.count == keys.count ? Authenticator(threshold: threshold, keys: parsed) : nil
    }

    var account: AccountID? { authenticator.map { .threshold($0) } }

    /// As `laurel reveal` wants them: `2-of-3`, then a name or the digits of each key.
    func words(_ people: People? = nil) -> [String] {
        ["\(threshold)-of-\(keys.count)"]
            + zip(keys, names).map { key, name in PublicKey(hex: key).flatMap { people?.name(of: $0) } ?? name }
    }
}

/// The threshold accounts whose members this user has named: in a genesis, or to a command.
enum MemberBook {
    private static let folder = try? Environment.home("XDG_STATE_HOME", ".local/state")
    private static let path = folder.map { $0 + "/members.json" }
    private static let byteLimit = 4 << 20

    /// As it was when the command began. A book that can't be read has no names, and takes none from anybody.
    static let known: [AccountID: Members] = {
        guard let path, let bytes = try? AtomicFile.read(path, limit: byteLimit),
            let all = try? JSON.decode([String: Members].self, from: bytes)
        else { return [:] }
        let checked = all.values.compactMap { members in members.account.map { ($0, members) } }
        return Dictionary(checked, uniquingKeysWith: { $1 })
    }()

    /// The keys that are behind them.
    static var thresholds: NamedThresholds { known.compactMapValues(\.authenticator) }

    /// Adds accounts. Where nothing can be written nothing is remembered: it is a help, and nothing depends on it.
    static func remember(_ accounts: [AccountID: Members]) {
        let new = accounts.filter { known[$0.key] != $0.value }
        guard !new.isEmpty, let folder, let path else { return }
        let all = known.merging(new) { $1 }.map { ($0.key.description, $0.value) }
        guard let bytes = try? JSON.encode(Dictionary(uniqueKeysWithValues: all)), bytes.count <= byteLimit else {
            return
        }
        try? Folder.make(folder)
        try? AtomicFile.write(bytes, to: path, mode: 0o600, replacing: true)
    }
}
