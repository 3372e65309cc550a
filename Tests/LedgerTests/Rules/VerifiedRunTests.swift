import Ledger
import LedgerCrypto
import LedgerTesting
import Testing

/// What the verification of a run names: its first transaction that does not pass, and of that one the first rule.
@Suite struct VerifiedRunTests {
    private static let community = TestCommunity()
    private static let alice = TestKeys.key("alice")

    private enum Flaw { case none, one, value, signature, secondSignature, both, noPoint }

    /// Transfers by two witnesses each. A run knows no state, so the second may be anybody.
    private static func block(_ flaws: [Flaw]) throws -> Block {
        let transactions = try flaws.enumerated().map { index, flaw in
            let transaction = Transaction(
                sender: .key(alice.publicKey), sequence: UInt64(index), validUntil: .latest,
                action: Action(
                    Transfer(
                        to: .key(community.issuer.publicKey), amount: Amount(flaw == .value || flaw == .both ? 0 : 10)))
            )
            let keys = flaw == .one ? [alice] : [alice, community.clerk]
            var witnesses = Array(
                try SignedTransaction(transaction, on: community.genesis.chainID, keys: keys).witnesses)
            let wrong: Int? = [.signature: 0, .both: 0, .secondSignature: 1][flaw]
            if let wrong { witnesses[wrong] = Witness(key: witnesses[wrong].key, signature: .zero) }
            if flaw == .noPoint { witnesses = [Witness(key: noPoint, signature: witnesses[0].signature)] }
            return SignedTransaction(transaction, witnesses: witnesses).encoded
        }
        let header = BlockHeader(
            chain: community.genesis.chainID, height: 1, parent: .zero, time: .latest,
            transactionCount: UInt32(flaws.count), transactionsRoot: .zero, stateRoot: .zero, historyRoot: .zero,
            producer: community.producer.publicKey)
        return try Block(
            decoding: Block.assemble(SignedHeader(header: header, signature: .zero), transactions: transactions))
    }

    /// From BIP340's test vectors, index 5: not on the curve.
    private static let noPoint = PublicKey(hex: "eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34")!

    private static func key(_ index: Int) -> PublicKey {
        [alice.publicKey, community.clerk.publicKey].sorted()[index]
    }

    /// Flaws, how many pass, why the next does not, and how many signatures were checked.
    private static let cases: [([Flaw], Int, Rejection?, Int)] = [
        ([.none, .none, .one], 3, nil, 5),
        ([.none, .value, .none], 1, .zeroAmount(credit: nil), 2),
        ([.none, .signature, .none], 1, .badSignature(witness: 0, key: key(0)), 3),
        ([.none, .none, .secondSignature], 2, .badSignature(witness: 1, key: key(1)), 6),
        ([.none, .one, .one, .secondSignature], 3, .badSignature(witness: 1, key: key(1)), 6),
        ([.none, .noPoint, .none], 1, .badSignature(witness: 0, key: noPoint), 3),
        // A value comes before a signature of the same transaction,
        ([.none, .both], 1, .zeroAmount(credit: nil), 2),
        // and the signature of an earlier one before the value of a later one, though values are looked at first.
        ([.secondSignature, .value, .none], 0, .badSignature(witness: 1, key: key(1)), 2),
        ([.none, .noPoint, .signature, .value], 1, .badSignature(witness: 0, key: noPoint), 3),
        ([.value, .signature], 0, .zeroAmount(credit: nil), 0),
        ([.signature, .none, .none], 0, .badSignature(witness: 0, key: key(0)), 1),
    ]

    @Test(arguments: cases.indices) func `the first transaction with a flaw is named`(index: Int) throws {
        let (flaws, count, rejection, signatures) = Self.cases[index]
        let block = try Self.block(flaws)
        var keys = ParsedKeys()
        let run = block.verify(run: 0, on: Self.community.genesis.chainID, keys: &keys)
        #expect(run.count == count)
        #expect(run.rejection == rejection)
        #expect(run.signatures == signatures + 1, "the producer's too")
        // The same of a run that begins further on.
        let long = try Self.block([Flaw](repeating: .one, count: 128) + flaws)
        let later = long.verify(run: 1, on: Self.community.genesis.chainID, keys: &keys)
        #expect(later.count == count && later.rejection == rejection && later.signatures == signatures)
    }

    @Test func `without signatures only values are looked at, and none is counted`() throws {
        var keys = ParsedKeys()
        let block = try Self.block([.signature, .noPoint, .value])
        let chain = Self.community.genesis.chainID
        let assumed = block.assume(run: 0, on: chain, keys: &keys)
        #expect(assumed.count == 2 && assumed.rejection == .zeroAmount(credit: nil))
        #expect(AssumedBlock(assumed, []).signatures == 1, "the producer's alone")
        let checked = VerifiedBlock(try Self.block([.none, .none]), on: chain, keys: &keys)
        #expect(checked.signatures == 5)
    }
}
