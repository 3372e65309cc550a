import Ledger
import LedgerCrypto
import LedgerGenesis

/// The keys of the examples in `genesis/`, whose secrets anybody can derive: `SHA256("laurel example key: ROLE")`.
///
/// Whoever leaves one of them in a policy gives the role away, so tools that make a policy refuse them. A threshold account is anybody's as
/// soon as its threshold can be reached by such keys. Where its keys are named they are looked at; where only their hash is known it is
/// compared with those of thresholds of example keys alone.
enum ExampleKeys {
    private static let roles = [
        "authority", "producer", "spare producer", "issuer", "ticket desk", "events desk", "arbiter", "registrar",
    ]
    private static let groups = ["council", "committee", "authority", "producer", "issuer", "arbiter", "registrar"]
    private static func members(_ group: String) -> [String] { (1...5).map { "\(group) \($0)" } }

    /// All keys that ever stood in an example, and those that one would write after them, with the names behind them.
    private static let keys: [PublicKey: String] = {
        var keys: [PublicKey: String] = [:]
        for name in roles + groups.flatMap(members) {
            let secret = SHA256.hash(Array("laurel example key: \(name)".utf8))
            // A hash is no valid key once in 2^128.
            guard let key = secret.withUnsafeBytes({ SecretKey($0) }) else { continue }
            keys[key.publicKey] = name
        }
        return keys
    }()

    /// The thresholds of any one to three example keys, and of any keys of one group: some 40,000 hashes, which take 0.1 s once.
    private static let thresholds: [AccountID: String] = {
        let byName = Dictionary(uniqueKeysWithValues: keys.map { ($1, $0) })
        let all = byName.keys.sorted()
        var sets: Set<[String]> = []
        for first in all.indices {
            sets.insert([all[first]])
            for second in all.indices.dropFirst(first + 1) {
                sets.insert([all[first], all[second]])
                for third in all[(second + 1)...] { sets.insert([all[first], all[second], third]) }
            }
        }
        for group in groups.map(members) + [roles] {
            let names = group.sorted()
            for bits in 1..<(1 << names.count) {
                sets.insert(names.indices.filter { bits >> $0 & 1 == 1 }.map { names[$0] })
            }
        }
        var accounts: [AccountID: String] = [:]
        for names in sets {
            let keys = names.compactMap { byName[$0] }
            for threshold in 1...names.count {
                guard let authenticator = Authenticator(threshold: threshold, keys: keys) else { continue }
                accounts[.threshold(authenticator)] = names.joined(separator: ", ")
            }
        }
        return accounts
    }()

    /// The names of the example keys by which anybody can sign for an account; nil where nobody can by them alone.
    static func name(of account: AccountID, knowing known: NamedThresholds = [:]) -> String? {
        if let key = account.ownKey { return keys[key] }
        guard account.kind == .threshold else { return nil }
        guard let authenticator = known[account] else { return thresholds[account] }
        let names = names(in: authenticator)
        return names.count >= authenticator.threshold ? names.joined(separator: ", ") : nil
    }

    private static func names(in authenticator: Authenticator) -> [String] {
        authenticator.keys.compactMap { keys[$0] }.sorted()
    }

    private static func accounts(in policy: Policy) -> [(role: String, account: AccountID)] {
        [("authority", policy.authority)] + policy.producers.map { ("producers", .key($0)) }
            + policy.issuers.map { ("issuers", $0.account) } + policy.arbiters.map { ("arbiters", $0) }
            + policy.registrars.map { ("registrars", $0) }
    }

    /// Each role of a policy that anybody can act in by an example's key.
    private static func roles(in policy: Policy, _ known: NamedThresholds) -> [String] {
        accounts(in: policy).compactMap { role, account in
            name(of: account, knowing: known).map { "\(role) (\($0))" }
        }
    }

    /// What `genesis check` says of a policy with such keys.
    static func warnings(of policy: Policy, knowing known: NamedThresholds) -> [String] {
        roles(in: policy, known).map {
            "policy.\($0) has a key of the examples, whose secret is public: anybody can act by it; put your own there"
        } + partWarnings(of: policy, knowing: known)
    }

    /// The thresholds that example keys alone don't reach, but help to reach.
    static func partWarnings(of policy: Policy, knowing known: NamedThresholds) -> [String] {
        accounts(in: policy).compactMap { role, account in
            guard let authenticator = known[account] else { return nil }
            let names = names(in: authenticator)
            guard !names.isEmpty, names.count < authenticator.threshold else { return nil }
            let left = authenticator.threshold - names.count
            return
                "policy.\(role) has \(names.count) of the examples' keys, whose secrets are public, among its \(authenticator.keyCount) "
                + "(\(names.joined(separator: ", "))): anybody can sign by them, so \(left) more \(left == 1 ? "is" : "are") enough, "
                + "not \(authenticator.threshold); put your own there"
        }
    }

    /// Refuses a policy with such keys, unless it is meant as an example.
    ///
    /// - Parameter place: what has the policy, as the message begins.
    static func refuse(
        in policy: Policy, knowing known: NamedThresholds, of place: String, unless isExample: Bool, _ wayOut: String
    ) throws {
        let roles = isExample ? [] : roles(in: policy, known)
        guard !roles.isEmpty else { return }
        throw CommandFailure.refused(
            "\(place) has keys of the examples, whose secrets are public: \(roles.joined(separator: ", ")); \(wayOut)")
    }
}
