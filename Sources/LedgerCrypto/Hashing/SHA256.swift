import CCrypto

/// SHA-256 (FIPS 180-4), fed piece by piece.
///
/// The whole state lies inline, so hashing allocates nothing, and a copy is a fork: both go on from the same prefix.
/// Built on libcrypto's low-level calls: the one-shot `SHA256()` and `EVP_Digest` look the algorithm up on each
/// call, which costs more than hashing a short message does.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

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

    /// Appends one byte to the message.
    public mutating func update(byte: UInt8) {
        withUnsafePointer(to: byte) { _ = SHA256_Update(&context, $0, 1) }
    }

    /// The hash of everything appended so far.
    public consuming func finalize() -> Digest {
        var state = context
        return .filled { SHA256_Final($0.baseAddress, &state) }
    }

    /// The hash of `bytes`.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var state = SHA256()
        state.update(bytes)
        return state.finalize()
    }

    /// The hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }
}
