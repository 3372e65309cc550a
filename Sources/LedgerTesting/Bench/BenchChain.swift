package import Ledger
import LedgerCrypto
import LedgerReplay

/// A long chain of single-credit rewards and transfers, made from a seed block by block, so that it need not fit into memory.
///
/// At first there are only rewards; once the first have matured, every other transaction is a transfer between people. The
/// issuers take turns, and so do the people as senders.
package struct BenchChain {
    package let community: BenchCommunity
    private var open: HeldBlock
    private var random: SeededRandom
    private var sequences: [UInt64]
    private var issuerSequences: [UInt64]
    private var sent = 0
    private var references = 0
    private var parsed = ParsedKeys()

    package init(_ community: BenchCommunity) {
        self.community = community
        open = HeldBlock(on: LedgerState(genesis: community.genesis), keepsPostings: false)
        random = SeededRandom(seed: community.seed)
        sequences = Array(repeating: 0, count: community.people.count)
        issuerSequences = Array(repeating: 0, count: community.issuers.count)
    }

    package var state: LedgerState { _read { yield open.state } }

    /// The next transactions, signed, as a wallet would send them.
    package mutating func transactions(_ count: Int) -> [SignedTransaction] {
        let validUntil = state.totals.time.adding(.days(1))
        let unsigned = (0..<count).map { _ in next(validUntil: validUntil) }
        let chain = state.chainID
        return Parallel.map(count) { index in
            // Only a machine without randomness can't sign.
            do { return try SignedTransaction(unsigned[index].0, on: chain, keys: [unsigned[index].1]) } catch {
                preconditionFailure("\(error)")
            }
        }
    }

    private mutating func next(validUntil: Timestamp) -> (Transaction, SecretKey) {
        sent += 1
        let people = community.people
        let isTransfer = state.totals.settled >= UInt64(people.count) && sent % 2 == 0
        let to = AccountID.key(
            people[
                isTransfer || references >= people.count ? Int.random(in: 0..<people.count, using: &random) : references
            ].publicKey)
        if isTransfer {
            var sender = sent / 2 % people.count
            if people[sender].publicKey == to.ownKey { sender = (sender + 1) % people.count }
            sequences[sender] += 1
            return (
                Transaction(
                    sender: .key(people[sender].publicKey), sequence: sequences[sender] - 1, validUntil: validUntil,
                    action: Action(Transfer(to: to, amount: Amount(1)))), people[sender]
            )
        }
        references += 1
        let issuer = references % community.issuers.count
        issuerSequences[issuer] += 1
        let credit = Credit(
            to: to, amount: Amount(1000), reason: .ticketResolved, reference: Reference(unchecked: "T-\(references)"))
        return (
            Transaction(
                sender: .key(community.issuers[issuer].publicKey), sequence: issuerSequences[issuer] - 1,
                validUntil: validUntil, action: Action(Reward([credit]))), community.issuers[issuer]
        )
    }

    /// Makes the next block, `step` after the last.
    package mutating func block(_ signed: [SignedTransaction], step: Milliseconds) throws -> [UInt8] {
        open.move(to: state.totals.time.adding(step))
        // These were signed a moment ago, so the curve is left out.
        let draft = try Block(
            decoding: Block.assemble(draftHeader(signed.count), transactions: signed.map(\.encoded)))
        for number in 0..<draft.runCount {
            let run = draft.assume(run: number, on: state.chainID, keys: &parsed)
            if let rejection = run.rejection { throw rejection }
            for offset in 0..<run.count { try open.apply(assumed: run[offset]) }
        }
        return try open.close(with: community.producer).bytes
    }

    private func draftHeader(_ count: Int) -> SignedHeader {
        SignedHeader(
            header: BlockHeader(
                chain: state.chainID, height: state.height + 1, parent: state.head, time: state.totals.time,
                transactionCount: UInt32(count), transactionsRoot: .zero, stateRoot: .zero, historyRoot: .zero,
                producer: community.producer.publicKey), signature: .zero)
    }
}
