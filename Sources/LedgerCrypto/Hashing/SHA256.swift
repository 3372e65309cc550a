import CCrypto

/// SHA-256 (FIPS 180-4), fed piece by piece.
///
/// The whole state lies inline, so hashing allocates nothing, and a copy is a fork: both go on from the same prefix.
/// Built on libcrypto's low-level calls: the one-shot `SHA256()` and `EVP_Digest` look the algorithm up on each
/// call, which costs more than hashing a short message does. Messages that are there as a whole take the shorter way of ``hash(_:)``.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

    /// The state before any byte.
    static let start = SHA256()

    /// The state before any byte.
    public init() {
        SHA256_Init(&context)
    }

    /// Appends the bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// Appends the bytes to the message.
    public mutating func update(_ bytes: [UInt8]) {
        SHA256_Update(&context, bytes, bytes.count)
    }

    /// Appends the 32 bytes to the message.
    public mutating func update(_ digest: Digest) {
        withUnsafePointer(to: digest) { _ = SHA256_Update(&context, $0, Digest.byteCount) }
    }

    /// The hash of everything appended so far.
    public consuming func finalize() -> Digest {
        var state = context
        return .filled { SHA256_Final($0.baseAddress, &state) }
    }

    /// The hash of `bytes`.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest { start.finishing(with: bytes) }

    /// The hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The hash of `prefix` and then `bytes`.
    public static func hash(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> Digest {
        withUnsafeBytes(of: prefix) { start.finishing(head: $0, with: bytes) }
    }

    /// SHA-256(01 ‖ left ‖ right), the node of an RFC 6962 tree.
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafePointer(to: start.context) { start in
            left.withUnsafeBytes { left in
                right.withUnsafeBytes { right in
                    .filled { laurel_sha256_node($0.baseAddress, start, left.baseAddress, right.baseAddress) }
                }
            }
        }
    }

    /// The hash of all bytes so far, which must fill whole blocks of 64, then `head` of at most 63 bytes, then `bytes`.
    func finishing(
        head: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        with bytes: UnsafeRawBufferPointer
    ) -> Digest {
        precondition(hasWholeBlocks && head.count < 64, "whole blocks, then a head of less than one")
        return withUnsafePointer(to: context) { start in
            .filled {
                laurel_sha256($0.baseAddress, start, head.baseAddress, head.count, bytes.baseAddress, bytes.count)
            }
        }
    }

    /// Whether the bytes so far fill blocks of 64.
    var hasWholeBlocks: Bool { context.num == 0 }

    /// Lends the eight words of the state, and how many bytes it has taken.
    func withStart<Result>(_ body: (UnsafePointer<UInt32>, UInt64) -> Result) -> Result {
        withUnsafeBytes(of: context.h) { words in
            body(
                words.assumingMemoryBound(to: UInt32.self).baseAddress!,
                (UInt64(context.Nh) << 32 | UInt64(context.Nl)) / 8)
        }
    }
}
