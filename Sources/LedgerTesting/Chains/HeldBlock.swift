package import Ledger
package import LedgerCrypto

/// An open block that can be copied, for chains that tests build and take in different directions.
package struct HeldBlock: Sendable {
    /// Written to only by the one value that holds it, after ``makeOwn()``; so whoever else reads it reads what nobody changes.
    private final class Holder: @unchecked Sendable {
        var block: OpenBlock
        /// Stands in its place while it is closed, since what a class holds can't be taken out without leaving something. Nil after a
        /// signature failed, which throws out of the test.
        private var spare: OpenBlock?

        init(_ block: consuming OpenBlock) {
            spare = OpenBlock(on: LedgerState(genesis: block.state.genesis))
            self.block = block
        }

        func close(with producer: SecretKey) throws -> Closed {
            guard var block = spare.take() else { preconditionFailure("a signature failed before") }
            swap(&block, &self.block)
            let closed = try block.seal(for: producer.publicKey).sign(with: producer).close()
            let result = Closed(update: closed.update, bytes: closed.bytes)
            var next = OpenBlock(on: closed.takeState())
            swap(&next, &self.block)
            spare = consume next
            return result
        }
    }

    private var holder: Holder

    package init(on state: consuming LedgerState, keepsPostings: Bool = true) {
        state.keepsPostings = keepsPostings
        holder = Holder(OpenBlock(on: state))
    }

    private mutating func makeOwn() {
        if !isKnownUniquelyReferenced(&holder) { holder = Holder(holder.block.copy()) }
    }

    package var state: LedgerState { _read { yield holder.block.state } }

    package mutating func move(to time: Timestamp) {
        makeOwn()
        holder.block.move(to: time)
    }

    package mutating func apply(_ verified: VerifiedTransaction) throws(Rejection) {
        makeOwn()
        try holder.block.apply(verified)
    }

    package mutating func apply(assumed: AssumedTransaction) throws(Rejection) {
        makeOwn()
        try holder.block.apply(assumed: assumed)
    }

    /// What is known of a block that was closed.
    package struct Closed {
        package let update: IndexUpdate
        package let bytes: [UInt8]
    }

    /// Closes the block and opens the next at the same time.
    package mutating func close(with producer: SecretKey) throws -> Closed {
        makeOwn()
        return try holder.close(with: producer)
    }

    /// Goes on from the state after a block that was built elsewhere. What the open block has taken in is lost.
    package mutating func follow(_ block: Block) throws {
        var keys = ParsedKeys()
        let state = self.state.copy()
        let verified = VerifiedBlock(block, on: state.chainID, keys: &keys)
        self = HeldBlock(on: try state.accepting(verified).takeState())
    }
}
