public import LedgerCrypto

// How a block comes to be: each step is a type that only the one before it makes, and that is used up by the next.
//
//     LedgerState ─▶ OpenBlock ─seal─▶ SealedBlock ─sign─▶ SignedBlock ─close─▶ ClosedBlock ─▶ LedgerState
//
// The state goes along, so there is never more than one, nothing gets into a block that is sealed, and no block follows one that nobody
// signed. Whoever checks another's block goes from the state to the closed block in one step: ``LedgerState/accepting(_:)``.

/// A transaction that an open block has taken in: it passed all rules.
package struct AppliedTransaction: Sendable {
    package let id: Digest
    let leaf: Digest
    /// Its encoding.
    package let bytes: [UInt8]

    fileprivate init(_ hashes: TransactionHashes, _ bytes: [UInt8]) {
        (id, leaf, self.bytes) = (hashes.id, hashes.leaf, bytes)
    }
}

/// The block after the head. Transactions are applied to its state as it takes them in.
package struct OpenBlock: ~Copyable, Sendable {
    /// With all that was taken in so far.
    package private(set) var state: LedgerState
    package private(set) var transactions: [AppliedTransaction] = []
    /// With what a block needs beside its transactions, at most.
    package private(set) var byteCount = Block.overheadBytes

    /// Opens a block on a state, at the time of its head.
    package init(on state: consuming LedgerState) {
        self.state = state
        self.state.open(at: self.state.totals.time)
    }

    package var isEmpty: Bool { transactions.isEmpty }

    /// Whether the policy lets a block hold a transaction of so many bytes beside what is in this one.
    package func hasRoom(for bytes: Int) -> Bool {
        byteCount + bytes <= state.policy.blockBytes && transactions.count < state.policy.blockTransactions
    }

    /// Gives it a later time. What is due by then matures.
    ///
    /// - Precondition: it has taken in nothing yet.
    package mutating func move(to time: Timestamp) {
        precondition(isEmpty, "what was judged at a time stays at that time")
        state.open(at: time)
    }

    /// Takes in a transaction.
    ///
    /// - Throws: the first rule that it breaks; the block is as before then.
    package mutating func apply(_ verified: VerifiedTransaction) throws(Rejection) {
        try apply(verified.signed, verified.hashes, verified.bytes)
    }

    /// Takes in one whose signatures nobody has checked.
    package mutating func apply(assumed: AssumedTransaction) throws(Rejection) {
        try apply(assumed.signed, assumed.hashes, assumed.bytes)
    }

    private mutating func apply(
        _ signed: borrowing SignedTransaction, _ hashes: TransactionHashes, _ bytes: [UInt8]
    ) throws(Rejection) {
        try state.apply(signed, id: hashes.id)
        transactions.append(AppliedTransaction(hashes, bytes))
        byteCount += bytes.count
    }

    /// Works out the roots. From here on nothing more gets in.
    package consuming func seal(for producer: PublicKey) -> SealedBlock {
        let transactions = self.transactions
        var state = self.state
        let stateRoot = state.seal()
        let header = BlockHeader(
            chain: state.chainID, height: state.height + 1, parent: state.head, time: state.totals.time,
            transactionCount: UInt32(transactions.count),
            transactionsRoot: MerkleHash.root(of: transactions.map(\.leaf)), stateRoot: stateRoot,
            historyRoot: state.history.root, producer: producer)
        return SealedBlock(state: state, header: header, transactions: transactions)
    }

    /// Another block that goes its own way.
    package func copy() -> OpenBlock { OpenBlock(copying: self) }

    private init(copying other: borrowing OpenBlock) {
        state = other.state.copy()
        (transactions, byteCount) = (other.transactions, other.byteCount)
    }
}

/// A block whose header is known and waits for the producer's signature.
package struct SealedBlock: ~Copyable, Sendable {
    /// With the block's changes, and its trees renewed.
    package let state: LedgerState
    package let header: BlockHeader
    package let hash: Digest
    private let transactions: [AppliedTransaction]

    fileprivate init(state: consuming LedgerState, header: BlockHeader, transactions: [AppliedTransaction]) {
        self.state = state
        (self.header, self.transactions) = (header, transactions)
        hash = header.hash
    }

    /// - Parameter key: the key of the producer that it was sealed for.
    /// - Throws: where the machine has no randomness. Then block and state are gone, since nothing can follow.
    package consuming func sign(with key: SecretKey) throws -> SignedBlock {
        precondition(key.publicKey == header.producer, "the producer in the header signs")
        let signature = try key.sign(hash)
        let (header, hash, transactions) = (self.header, self.hash, self.transactions)
        return SignedBlock(
            state: state, signedHeader: SignedHeader(header: header, signature: signature), hash: hash,
            transactions: transactions)
    }
}

/// A block as the world may see it, once it is durable.
package struct SignedBlock: ~Copyable, Sendable {
    private let state: LedgerState
    package let signedHeader: SignedHeader
    private let hash: Digest
    private let transactions: [AppliedTransaction]

    fileprivate init(
        state: consuming LedgerState, signedHeader: SignedHeader, hash: Digest, transactions: [AppliedTransaction]
    ) {
        self.state = state
        (self.signedHeader, self.hash, self.transactions) = (signedHeader, hash, transactions)
    }

    /// Makes it the head.
    package consuming func close() -> ClosedBlock {
        let (signedHeader, hash, transactions) = (self.signedHeader, self.hash, self.transactions)
        return ClosedBlock(state: state, signedHeader: signedHeader, hash: hash, contents: .built(transactions))
    }
}

/// The block that is the head, built here or accepted: the state after it, and what it changed.
public struct ClosedBlock: ~Copyable, Sendable {
    /// The state after the block.
    public let state: LedgerState
    public let signedHeader: SignedHeader
    public let hash: Digest
    /// What it changed.
    public let changes: BlockChanges
    private let contents: Contents

    enum Contents: Sendable {
        case built([AppliedTransaction])
        case accepted(ExaminedBlock)
    }

    init(state: consuming LedgerState, signedHeader: SignedHeader, hash: Digest, contents: Contents) {
        (self.signedHeader, self.hash, self.contents) = (signedHeader, hash, contents)
        changes = state.close(as: hash)
        self.state = state
    }

    /// Each transaction's id and encoding.
    package var transactions: [(id: Digest, bytes: [UInt8])] {
        switch contents {
        case .built(let transactions): transactions.map { ($0.id, $0.bytes) }
        case .accepted(let examined): examined.transactions
        }
    }

    /// The block's encoding.
    package var bytes: [UInt8] {
        switch contents {
        case .built(let transactions): Block.assemble(signedHeader, transactions: transactions.map(\.bytes))
        case .accepted(let examined): examined.block.bytes
        }
    }

    /// All that a store writes for it.
    package var update: IndexUpdate {
        state.indexUpdate(for: changes, header: signedHeader, transactions: transactions)
    }

    /// The state, for the next block.
    public consuming func takeState() -> LedgerState { state }
}
