public import LedgerCrypto

/// A decoded block, of which nothing but the form has been checked.
///
/// A class, since its header alone is 280 bytes and a replay hands it on many times.
public final class Block: Sendable {
    public static let transactionLimit = 65_536
    public static let byteLimit = 16_777_216

    /// The block's encoding. Ids and leaves are hashed where they stand in it.
    public let bytes: [UInt8]
    public let signedHeader: SignedHeader
    /// The header's hash, worked out where the block is decoded, which is on all cores.
    public let hash: Digest
    public let transactions: [SignedTransaction]
    let extents: [SignedTransaction.Extent]

    public var header: BlockHeader { signedHeader.header }

    public init(decoding bytes: [UInt8]) throws(DecodingFault) {
        guard bytes.count <= Self.byteLimit else {
            throw .malformed(offset: Self.byteLimit, expected: "the end of a block, got \(bytes.count) bytes")
        }
        var decoder = CanonicalDecoder(bytes)
        signedHeader = try SignedHeader(from: &decoder)
        hash = bytes.withUnsafeBytes {
            BlockHeader.hash(ofEncoded: UnsafeRawBufferPointer(rebasing: $0[..<BlockHeader.byteCount]))
        }
        (transactions, extents) = try SignedTransaction.decodeList(from: &decoder, 0...Self.transactionLimit)
        try decoder.finish()
        self.bytes = bytes
    }

    /// The encoding of one of its transactions.
    public func bytes(ofTransaction index: Int) -> ArraySlice<UInt8> {
        bytes[extents[index].whole]
    }

    /// Puts a block's encoding together from its parts: header and signature, then each transaction's encoding.
    package static func assemble(_ header: SignedHeader, transactions: [[UInt8]]) -> [UInt8] {
        var encoder = CanonicalEncoder(
            reserving: SignedHeader.byteCount + 5 + transactions.reduce(0) { $0 + $1.count })
        encoder.write(header)
        encoder.write(uleb128: transactions.count)
        for transaction in transactions { encoder.write(raw: transaction) }
        return encoder.bytes
    }

    /// How many bytes a block needs beside those of its transactions, at most.
    package static let overheadBytes = SignedHeader.byteCount + 3
}
