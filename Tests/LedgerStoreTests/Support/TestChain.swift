import Ledger
import LedgerCrypto
import LedgerTesting

/// A chain that a test builds block by block, with one key for all offices and a challenge window of a minute.
struct TestChain {
    let genesis: Genesis
    private var open: HeldBlock
    private(set) var updates: [IndexUpdate] = []
    /// The bytes of each block, as a producer would publish them.
    private(set) var blocks: [[UInt8]] = []

    static let office = key(1)
    static let start = Timestamp(milliseconds: 1_700_000_000_000)

    static func key(_ seed: UInt8) -> SecretKey {
        [UInt8](repeating: seed, count: 32).withUnsafeBytes { SecretKey($0)! }  // 1…255 repeated is below the order
    }

    static func account(_ key: SecretKey) -> AccountID { .key(key.publicKey) }

    /// - Parameter limit: what may be paid for a reference, in an epoch and in all; a few coins where it is nil.
    init(limit: Amount? = nil) {
        let office = Self.account(Self.office)
        let terms = IssuerTerms(
            scope: [.ticketResolved, .anyOther], capPerReference: limit ?? Amount(10_000),
            budgetPerEpoch: limit ?? Amount(1_000_000))
        let policy = Policy(
            authority: office, producers: [Self.office.publicKey], issuers: [Issuer(account: office, terms: terms)],
            arbiters: [office], registrars: [office], challengeWindow: .seconds(60), bindDelay: .seconds(60),
            smallestAmount: Amount(1), allowance: 1000, issuerAllowance: 1000)
        genesis = Genesis(
            community: "Store tests", token: Token(name: "Test", symbol: "TST", decimals: 2),
            supplyCap: limit ?? Amount(1_000_000_000), time: Self.start, nonce: .zero, epochLength: .days(1),
            policy: policy)
        open = HeldBlock(on: LedgerState(genesis: genesis))
    }

    var state: LedgerState { _read { yield open.state } }

    /// A signed transaction's bytes. `after` counts the sender's transactions of the same block before it.
    func sign(_ body: any ActionBody, by keys: SecretKey..., after earlier: UInt64 = 0) throws -> [UInt8] {
        let sender = Self.account(keys[0])
        let transaction = Transaction(
            sender: sender, sequence: (state.account(sender)?.sequence ?? 0) + earlier, validUntil: .latest,
            action: Action(body))
        return try SignedTransaction(transaction, on: state.chainID, keys: keys).encoded
    }

    func reward(_ reference: String, _ credits: [(SecretKey, UInt128)], after earlier: UInt64 = 0) throws -> [UInt8] {
        let credits = credits.map {
            Credit(to: Self.account($0), amount: Amount($1), reason: .ticketResolved, reference: Reference(reference)!)
        }
        return try sign(Reward(credits), by: Self.office, after: earlier)
    }

    func revoke(_ transaction: Digest, _ indices: [UInt16], after earlier: UInt64 = 0) throws -> [UInt8] {
        let target = Revoke.Target.credits(transaction: transaction, indices: indices)
        return try sign(Revoke(target, reason: Note("by mistake")!), by: Self.office, after: earlier)
    }

    /// The id of a signed transaction.
    func id(_ bytes: [UInt8]) throws -> Digest { try VerifiedTransaction(decoding: bytes, on: state.chainID).id }

    /// Builds a block so many seconds after the start and returns what a store writes for it.
    @discardableResult
    mutating func build(at seconds: UInt64, _ transactions: [[UInt8]]) throws -> IndexUpdate {
        open.move(to: Self.start.adding(.seconds(seconds)))
        for bytes in transactions { try open.apply(try VerifiedTransaction(decoding: bytes, on: state.chainID)) }
        let closed = try open.close(with: Self.office)
        updates.append(closed.update)
        blocks.append(closed.bytes)
        return closed.update
    }

    /// Takes in a block that was built elsewhere.
    mutating func follow(_ block: Block) throws { try open.follow(block) }
}

extension TestChain {
    static let (alice, bob, carol, dave) = (key(2), key(3), key(4), key(5))

    /// Eight blocks in which every table gets rows and every kind of change happens.
    static func sample() throws -> TestChain {
        var chain = TestChain()
        try chain.build(at: 1, [chain.reward("T-1", [(alice, 500), (bob, 300)])])
        let mistaken = try chain.reward("T-3", [(carol, 50)], after: 1)
        try chain.build(at: 2, [chain.reward("T-2", [(alice, 200)]), mistaken])
        try chain.build(at: 3, [chain.revoke(chain.id(mistaken), [0])])
        // The rewards of blocks 1 and 2 have matured by then; T-3 is paid a second time.
        let second = try chain.reward("T-3", [(carol, 60), (bob, 5)])
        let transfer = Transfer(to: account(dave), amount: Amount(100))
        try chain.build(at: 70, [chain.sign(transfer, by: alice), second])
        // Freed and paid again, and paid and freed, within one block.
        let fleeting = try chain.reward("T-4", [(dave, 9)], after: 2)
        try chain.build(
            at: 71,
            [
                chain.revoke(chain.id(second), [0, 1]), chain.reward("T-3", [(carol, 70)], after: 1), fleeting,
                chain.revoke(chain.id(fleeting), [0], after: 3),
            ])
        try chain.build(
            at: 72,
            [chain.sign(Samples.spending(10), by: alice), chain.sign(Merge(into: account(alice)), by: dave, alice)])
        let issuer = SetIssuer(account: account(bob), terms: chain.genesis.policy.issuers[0].terms)
        try chain.build(at: 73, [chain.sign(issuer, by: office)])
        try chain.build(at: 74, [])
        return chain
    }
}
