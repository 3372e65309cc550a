package import Ledger
package import LedgerCrypto

/// What tests need of a kind of action, all of them from here: the codec's tests, flipped bits, fuzzing, random chains, attacks that two
/// auditors judge, and the simulation. A kind without samples does not pass the tests.
package protocol SampledAction: ActionBody {
    /// One of each form of its contents, the shortest that decodes among them.
    static var samples: [ActionSample] { get }
    /// How often somebody tries it, beside the weights of the other kinds.
    static var weight: Int { get }
    /// Draws one that somebody in `world` may try, rightly or wrongly; nil where there is nothing to try it on yet.
    static func draw(in world: inout some SampleWorld) -> Attempt?
}

/// One value of a kind of action, and the names of the fields in which it is shown.
package struct ActionSample: Sendable {
    package let body: any ActionBody
    package let fields: [String]

    init(_ body: any ActionBody, _ fields: String...) { self.init(body, fields) }

    init(_ body: any ActionBody, _ fields: [String]) {
        (self.body, self.fields) = (body, fields)
    }
}

/// What somebody tries: the action, its sender, and whose keys it takes.
package struct Attempt: Sendable {
    package enum Signer: Sendable {
        /// Those who sign for an account now.
        case account(AccountID)
        case authenticator(Authenticator)
    }

    package let body: any ActionBody
    package let sender: AccountID
    package let signers: [Signer]

    /// - Parameter more: who must sign beside the sender.
    init(_ body: any ActionBody, by sender: AccountID, with more: Signer...) {
        (self.body, self.sender, signers) = (body, sender, [.account(sender)] + more)
    }

    /// Signed by `authenticator` in the place of the sender's, which has none yet.
    init(_ body: any ActionBody, by sender: AccountID, signedBy authenticator: Authenticator) {
        (self.body, self.sender, signers) = (body, sender, [.authenticator(authenticator)])
    }
}

/// Where people try things: it knows who is there, and how naughty they are. What is drawn depends on nothing but `random` and this.
package protocol SampleWorld {
    var random: SeededRandom { get set }
    var community: TestCommunity { get }
    /// Whether it also tries what breaks a rule that needs no state, such as a payment to oneself.
    var isCareless: Bool { get }

    mutating func person() -> SecretKey
    mutating func handle() -> Handle
    /// Anybody who can be paid.
    mutating func account() -> AccountID
    /// Somebody who may have something to spend.
    mutating func holder() -> AccountID
    mutating func amount() -> Amount
    /// What `holder` pays somebody.
    mutating func payment(by holder: AccountID) -> Amount
    /// What the issuer of tickets, or the clerk who pays for documents, pays for.
    mutating func reason(isClerk: Bool) -> Reason
    mutating func reference() -> Reference
    /// The id of a reward; nil before the first.
    mutating func paidReward() -> Digest?
    /// Keys that somebody has.
    mutating func authenticator() -> Authenticator
    /// Of a threshold account.
    mutating func hiddenPolicy() -> Authenticator
    mutating func terms() -> IssuerTerms
    mutating func policy() -> Policy
}

extension SampleWorld {
    package var isCareless: Bool { false }

    package mutating func payment(by holder: AccountID) -> Amount { amount() }

    package mutating func reason(isClerk: Bool) -> Reason {
        isClerk ? .other(Category(unchecked: "docs")) : .ticketResolved
    }

    package mutating func authenticator() -> Authenticator { Authenticator(person().publicKey) }

    package mutating func hiddenPolicy() -> Authenticator { community.councilPolicy }

    package mutating func terms() -> IssuerTerms { community.genesis.policy.issuers[0].terms }

    package mutating func policy() -> Policy { community.genesis.policy }

    mutating func pick<Value>(_ values: Value...) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
}

package enum Samples {
    /// The kinds of actions in order of their tags.
    package static let kinds: [any SampledAction.Type] = Action.kinds.map { kind in
        guard let sampled = kind as? any SampledAction.Type else {
            preconditionFailure("there are no samples of the action '\(kind.name)'; add them to ActionSamples.swift")
        }
        return sampled
    }

    package static let all: [ActionSample] = kinds.flatMap { $0.samples }

    /// What somebody tries in `world`: a kind by its weight.
    package static func draw(in world: inout some SampleWorld) -> Attempt? {
        var place = Int.random(in: 0..<totalWeight, using: &world.random)
        for kind in kinds {
            place -= kind.weight
            if place < 0 { return kind.draw(in: &world) }
        }
        return nil
    }

    private static let totalWeight = kinds.reduce(0) { $0 + $1.weight }

    /// All samples as signed transactions, each of the same sender and right without state, but for what its contents may break.
    package static func signed(on chain: Digest) throws -> [(sample: ActionSample, bytes: [UInt8])] {
        let key = TestKeys.key("sender of samples")
        return try all.map { sample in
            let transaction = Transaction(
                sender: .key(key.publicKey), sequence: 0, validUntil: .latest, action: Action(sample.body))
            return (sample, try SignedTransaction(transaction, on: chain, keys: [key]).encoded)
        }
    }

    /// An action that costs its sender so much and touches nobody else, for tests that need some action, whichever.
    package static func spending(_ units: UInt128) -> some ActionBody { Burn(amount: Amount(units)) }
}
