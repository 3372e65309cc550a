import Ledger
import LedgerCrypto

/// The keys of the examples in `genesis/`, whose secrets anybody can derive: `SHA256("laurel example key: ROLE")`.
///
/// Whoever leaves one of them in a policy gives the role away, so tools that make a policy refuse them.
enum ExampleKeys {
    /// The names behind all keys that ever stood in an example, and those that one would write after them.
    private static let names =
        ["authority", "producer", "spare producer", "issuer", "ticket desk", "events desk", "arbiter", "registrar"]
        + ["council", "committee", "authority", "producer", "issuer", "arbiter", "registrar"].flatMap { name in
            (1...5).map { "\(name) \($0)" }
        }

    private static let keys: [PublicKey: String] = {
        var keys: [PublicKey: String] = [:]
        for name in names {
            let secret = SHA256.hash(Array("laurel example key: \(name)".utf8))
            // A hash is no valid key once in 2^128.
            guard let key = secret.withUnsafeBytes({ SecretKey($0) }) else { continue }
            keys[key.publicKey] = name
        }
        return keys
    }()

    /// The accounts that example keys alone can sign for: key accounts, and the thresholds of `genesis/community.json`.
    private static let accounts: [AccountID: String] = {
        var accounts: [AccountID: String] = [:]
        for (key, name) in keys { accounts[.key(key)] = name }
        for group in ["council", "committee"] {
            let members = keys.filter { (1...3).map { "\(group) \($0)" }.contains($1) }.map(\.key)
            for threshold in 1...3 {
                guard let policy = Authenticator(threshold: threshold, keys: members) else { continue }
                accounts[.threshold(policy)] = "\(group) 1 to 3"
            }
        }
        return accounts
    }()

    /// Whether anybody can sign for an account.
    static func name(of account: AccountID) -> String? { accounts[account] }

    /// Each role of a policy that still has an example's key.
    static func roles(in policy: Policy) -> [String] {
        var found: [String] = []
        func look(_ role: String, _ accounts: [AccountID]) {
            for account in accounts { if let name = name(of: account) { found.append("\(role) (\(name))") } }
        }
        look("authority", [policy.authority])
        look("producers", policy.producers.map { .key($0) })
        look("issuers", policy.issuers.map(\.account))
        look("arbiters", policy.arbiters)
        look("registrars", policy.registrars)
        return found
    }

    /// What `genesis check` says of a policy with such keys.
    static func warnings(of policy: Policy) -> [String] {
        roles(in: policy).map {
            "policy.\($0) has a key of the examples, whose secret is public: anybody can act by it; put your own there"
        }
    }

    /// Refuses a policy with such keys, unless it is meant as an example.
    ///
    /// - Parameter place: what has the policy, as the message begins.
    static func refuse(in policy: Policy, of place: String, unless isExample: Bool, _ wayOut: String) throws {
        let roles = roles(in: policy)
        guard !roles.isEmpty, !isExample else { return }
        throw CommandFailure.refused(
            "\(place) has keys of the examples, whose secrets are public: \(roles.joined(separator: ", ")); \(wayOut)")
    }
}
