public import LedgerCrypto

/// What an account wants done: its next number, until when it may be done, and the action.
public struct Transaction: Sendable, Equatable {
    public let sender: AccountID
    /// The sender's next number, which rules out replay. The first is 0.
    public let sequence: UInt64
    /// The last block time at which a block may hold it.
    public let validUntil: Timestamp
    public let action: Action

    public init(sender: AccountID, sequence: UInt64, validUntil: Timestamp, action: Action) {
        self.sender = sender
        self.sequence = sequence
        self.validUntil = validUntil
        self.action = action
    }

    private static let tag = TaggedHash("laurel/transaction")

    /// The id, which is also the message that witnesses sign: it holds the chain, so a signature is good on one chain only.
    public func id(on chain: Digest) -> Digest {
        encoded.withUnsafeBytes { Self.id(ofEncoded: $0, on: chain) }
    }

    static func id(ofEncoded bytes: UnsafeRawBufferPointer, on chain: Digest) -> Digest {
        tag.hash(chain, bytes)
    }

    /// The ids of many, whose encodings' ranges in `bytes` are given.
    static func ids(
        ofEncoded transactions: [Range<Int>], in bytes: UnsafeRawBufferPointer, on chain: Digest
    ) -> [Digest] {
        tag.hashes(chain, transactions, of: bytes)
    }
}

/// What its action does, called where it lies; see ``Action``.
extension Transaction {
    @inline(never)
    func prefetch(_ round: PrefetchRound, in state: borrowing LedgerState) { action.prefetch(round, in: state) }

    func validate() throws(Rejection) { try action.validate(sender: sender) }

    func apply(_ context: ApplyContext, to state: inout LedgerState) { action.apply(context, to: &state) }
}

extension Transaction: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(sender)
        encoder.write(sequence)
        encoder.write(validUntil)
        encoder.write(action)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        sender = try AccountID(from: &decoder)
        sequence = try decoder.readInteger()
        validUntil = try Timestamp(from: &decoder)
        action = try Action(from: &decoder)
    }
}
