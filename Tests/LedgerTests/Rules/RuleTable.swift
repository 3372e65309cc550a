import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// A small chain on which rules are broken one at a time.
struct RuleTable {
    var chain: TestChain
    let alice = TestKeys.key("alice")
    let bob = TestKeys.key("bob")
    let stranger = TestKeys.key("stranger")

    var community: TestCommunity { chain.community }
    var aliceID: AccountID { .key(alice.publicKey) }
    var bobID: AccountID { .key(bob.publicKey) }
    var strangerID: AccountID { .key(stranger.publicKey) }

    init(_ community: TestCommunity = TestCommunity()) {
        chain = TestChain(community)
    }

    func credit(
        _ to: AccountID, _ amount: UInt128, _ reference: String, _ reason: Reason = .ticketResolved
    ) -> Credit {
        Credit(to: to, amount: Amount(amount), reason: reason, reference: Reference(unchecked: reference))
    }

    /// Pays by the issuer and waits until it has matured.
    mutating func pay(_ to: AccountID, _ amount: UInt128, _ reference: String) throws {
        try chain.send(Reward([credit(to, amount, reference)]), keys: [community.issuer])
        try chain.close()
        chain.advance(by: .hours(1))
    }

    /// The name of the rule that a transaction breaks; nil where it is applied.
    mutating func refusal(
        of body: some ActionBody, from sender: AccountID? = nil, keys: [SecretKey], sequence: UInt64? = nil,
        validUntil: Timestamp? = nil
    ) throws -> Rejection? {
        let before = Self.trace(chain.state)
        do {
            try chain.send(body, from: sender, keys: keys, sequence: sequence, validUntil: validUntil)
            return nil
        } catch let rejection as Rejection {
            #expect(Self.trace(chain.state) == before, "a rejection leaves no trace")
            return rejection
        }
    }

    /// All that a state holds, its tables and what the open block has gathered too, down to the last stored value. Whatever a state comes
    /// to hold later is in it by itself.
    static func trace(_ state: borrowing LedgerState) -> String {
        var text = ""
        dump(state.parts, to: &text)
        return text
    }
}
