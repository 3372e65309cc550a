package import Ledger
package import LedgerCrypto

/// A chain under construction, by the rules themselves: what they reject does not get in.
package struct TestChain: Sendable {
    package let community: TestCommunity
    private var open: HeldBlock
    package private(set) var blocks: [[UInt8]] = []
    package private(set) var updates: [IndexUpdate] = []
    package private(set) var time: Timestamp

    package init(_ community: TestCommunity = TestCommunity()) {
        self.community = community
        open = HeldBlock(on: LedgerState(genesis: community.genesis))
        time = community.genesis.time
    }

    /// With what the open block has taken in.
    package var state: LedgerState { _read { yield open.state } }

    /// Opens the current block anew at a later time. Only before its first transaction.
    package mutating func advance(by duration: Milliseconds) {
        time = time.adding(duration)
        open.move(to: time)
    }

    /// The number that an account's next transaction must carry.
    package func sequence(of account: AccountID) -> UInt64 { state.account(account)?.sequence ?? 0 }

    package func transaction(
        _ body: some ActionBody, from sender: AccountID, sequence: UInt64? = nil, validUntil: Timestamp? = nil
    ) -> Transaction {
        Transaction(
            sender: sender, sequence: sequence ?? self.sequence(of: sender),
            validUntil: validUntil ?? time.adding(.hours(1)), action: Action(body))
    }

    /// Signs with the keys and applies. The sender is the first key's account unless another is named.
    @discardableResult
    package mutating func send(
        _ body: some ActionBody, from sender: AccountID? = nil, keys: [SecretKey], sequence: UInt64? = nil,
        validUntil: Timestamp? = nil
    ) throws -> Digest {
        let sender = sender ?? .key(keys[0].publicKey)
        let transaction = transaction(body, from: sender, sequence: sequence, validUntil: validUntil)
        let signed = try SignedTransaction(transaction, on: state.chainID, keys: keys)
        return try send(signed.encoded)
    }

    @discardableResult
    package mutating func send(_ bytes: [UInt8]) throws -> Digest {
        let verified = try VerifiedTransaction(decoding: bytes, on: state.chainID)
        try open.apply(verified)
        return verified.id
    }

    /// Seals the open block, signs it and opens the next at the same time.
    @discardableResult
    package mutating func close() throws -> [UInt8] {
        let closed = try open.close(with: community.producer)
        updates.append(closed.update)
        blocks.append(closed.bytes)
        return closed.bytes
    }
}

/// Blocks in memory as a source.
package struct BlockList: Sendable {
    private var rest: ArraySlice<[UInt8]>

    package init(_ blocks: [[UInt8]]) {
        rest = blocks[...]
    }

    package mutating func next() throws -> [UInt8]? { rest.popFirst() }
}
