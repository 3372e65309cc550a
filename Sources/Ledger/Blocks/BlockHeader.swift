public import LedgerCrypto

/// What a producer signs: the block's place, its contents and all that came before it.
public struct BlockHeader: Hashable, Sendable {
    public static let version: UInt16 = 1
    static let byteCount = 214

    public let version: UInt16
    public let chain: Digest
    public let height: UInt64
    public let parent: Digest
    public let time: Timestamp
    public let transactionCount: UInt32
    public let transactionsRoot: Digest
    public let stateRoot: Digest
    public let historyRoot: Digest
    public let producer: PublicKey

    package init(
        version: UInt16 = BlockHeader.version, chain: Digest, height: UInt64, parent: Digest, time: Timestamp,
        transactionCount: UInt32, transactionsRoot: Digest, stateRoot: Digest, historyRoot: Digest, producer: PublicKey
    ) {
        self.version = version
        self.chain = chain
        self.height = height
        self.parent = parent
        self.time = time
        self.transactionCount = transactionCount
        self.transactionsRoot = transactionsRoot
        self.stateRoot = stateRoot
        self.historyRoot = historyRoot
        self.producer = producer
    }

    private static let tag = TaggedHash("laurel/block")

    /// The block's hash, which is also the message that the producer signs.
    public var hash: Digest {
        var encoder = CanonicalEncoder(reserving: Self.byteCount)
        encode(to: &encoder)
        return encoder.withUnsafeBytes { Self.hash(ofEncoded: $0) }
    }

    static func hash(ofEncoded bytes: UnsafeRawBufferPointer) -> Digest { tag.hash(bytes) }
}

extension BlockHeader: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(version)
        encoder.write(chain)
        encoder.write(height)
        encoder.write(parent)
        encoder.write(time)
        encoder.write(transactionCount)
        encoder.write(transactionsRoot)
        encoder.write(stateRoot)
        encoder.write(historyRoot)
        encoder.write(producer)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        version = try decoder.readInteger()
        chain = try decoder.readDigest()
        height = try decoder.readInteger()
        parent = try decoder.readDigest()
        time = try Timestamp(from: &decoder)
        transactionCount = try decoder.readInteger()
        transactionsRoot = try decoder.readDigest()
        stateRoot = try decoder.readDigest()
        historyRoot = try decoder.readDigest()
        producer = try decoder.readKey()
    }
}

/// A header and its producer's signature: what receipts carry, and what shows that a producer signed two blocks at one height.
public struct SignedHeader: Hashable, Sendable {
    public let header: BlockHeader
    public let signature: Signature

    public init(header: BlockHeader, signature: Signature) {
        self.header = header
        self.signature = signature
    }

    package static let byteCount = BlockHeader.byteCount + Signature.byteCount

    public var isSignatureValid: Bool { header.producer.isValid(signature, for: header.hash) }
}

extension SignedHeader: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(header)
        encoder.write(signature)
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        header = try BlockHeader(from: &decoder)
        signature = try decoder.readSignature()
    }
}
