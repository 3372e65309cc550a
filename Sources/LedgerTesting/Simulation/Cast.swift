import Ledger
import LedgerCrypto

/// Everybody who plays in a simulation, with their keys.
struct Cast: Sendable {
    let people: [SecretKey]
    let handles: [Handle]
    let thief = TestKeys.key("thief")
    private let secrets: [PublicKey: SecretKey]
    /// The chain on which a foreign signature would be good.
    let otherChain = SHA256.hash(Array("another chain".utf8))

    init() {
        let community = TestCommunity()
        people = (0..<24).map { TestKeys.key("person \($0)") }
        handles = (0..<10).compactMap { Handle("github:person\($0)") }
        let officers = [
            community.issuer, community.clerk, community.arbiter, community.registrar, TestKeys.key("thief"),
        ]
        let all = people + officers + community.council
        secrets = Dictionary(all.map { ($0.publicKey, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func secret(_ key: PublicKey) -> SecretKey? { secrets[key] }
}
